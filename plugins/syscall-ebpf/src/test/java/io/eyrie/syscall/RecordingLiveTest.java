// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.RecordingSource.Options;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.api.source.Source;
import io.eyrie.syscall.RecordingSink.Seen;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.testkit.MemorySourceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of the running kernel is, when it is replayed, what was seen live. */
final class RecordingLiveTest {

  private static final List<String> ALL = EventTypes.names();

  /** What is of the run that reads, or of the moment at which it reads. */
  private static final Set<String> OF_THE_RUN =
      Set.of(
          "evt.reltime",
          "evt.reltime.s",
          "evt.reltime.ns",
          "evt.deltatime",
          "evt.deltatime.s",
          "evt.deltatime.ns",
          "util.cnt");

  /**
   * What the format of captures has no place for: when a process began, cgroups at a clone, which
   * sockets and pipes are closed by an exec.
   */
  private static final Set<String> NOT_IN_CAPTURES =
      Set.of(
          "proc.duration",
          "proc.pid.ts",
          "proc.ppid.duration",
          "proc.ppid.ts",
          "proc.exe_ino.ctime_duration_proc_start",
          "proc.fdopencount",
          "proc.fdusage",
          "fd.types",
          "thread.cgroups");

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void aRecordingIsReplayedWithTheFieldsThatWereSeenLive() throws Exception {
    Path shell = Needs.program("sh");
    Path file = Files.writeString(folder.resolve("secret"), "text");
    Path capture = folder.resolve("trace.scap");
    List<Seen> live;
    // Begun before the source, it has none of the files that this process, which the source does
    // not
    // watch, opens meanwhile.
    Process process =
        new ProcessBuilder(
                shell.toString(),
                "-c",
                "echo ready; read go; exec %s -c 'cd %s; cat secret > copy; cat copy; :'"
                    .formatted(shell, folder))
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    try (LiveSource source = new LiveSource(folder, Map.of())) {
      source.recorder().prepareRecording();
      source.watching(ALL.toArray(String[]::new));
      Recording recording = source.recorder().record(capture, new Options(true, false, false));
      source.sink.seen.clear();
      assertThat(capture).as("complete at its end only").doesNotExist();
      process.outputWriter().close();
      assertThat(process.waitFor()).isZero();
      source.await(
          "its end",
          e ->
              e.type().equals("procexit")
                  && Long.toString(process.pid()).equals(e.field("proc.pid")));
      live = of(source.sink.seen, process.pid());
      recording.end();
      assertThat(recording.lost()).isZero();
      assertThat(recording.events()).isGreaterThanOrEqualTo(live.size());
      assertThat(recording.bytes()).isPositive();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(capture)))
        .as("it tells of everybody's files")
        .isEqualTo("rw-------");

    List<Seen> replayed = replay(capture);

    assertThat(live)
        .anySatisfy(e ->
            assertThat(e.fields())
                .containsEntry("fd.name", file.toString())
                .containsEntry("proc.name", "cat"));
    Map<String, Seen> byTime = new HashMap<>();
    replayed.forEach(e -> byTime.put(key(e), e));
    List<String> differences = new ArrayList<>();
    for (Seen event : live) {
      Seen again = byTime.get(key(event));
      if (again == null) {
        differences.add("not recorded: " + key(event));
        continue;
      }
      differences(event, again, differences);
    }
    assertThat(live.size()).isGreaterThan(50);
    assertThat(differences).isEmpty();
  }

  @Test
  void onlyWhatIsMarkedIsShownAndTheRestExplainsIt() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "text");
    Path capture = folder.resolve("trace.scap");
    try (LiveSource source = new LiveSource(folder, Map.of())) {
      source.recorder().prepareRecording();
      source.watching(List.of("fd.name"), ALL.toArray(String[]::new));
      Recording recording = source.recorder().record(capture, new Options(false, true, true));
      source.sink.whenSeen(e -> {
        if (e.type().equals("read") && file.toString().equals(e.field("fd.name"))) {
          recording.mark();
        }
      });
      assertThat(new ProcessBuilder("cat", file.toString()).start().waitFor()).isZero();
      source.await("its read", e -> file.toString().equals(e.field("fd.name")));
      source.drain();
      recording.end();
      assertThatThrownBy(() -> source.recorder().record(capture, new Options(false, true, true)))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("trace.scap: there is such a file already");
      assertThatThrownBy(() ->
              source.recorder().record(folder.resolve("no/x.scap"), new Options(false, true, true)))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("there is no such folder");
    }
    assertThat(replay(capture))
        .hasSizeBetween(1, 3)
        .allSatisfy(e ->
            assertThat(e.fields())
                .containsEntry("fd.name", file.toString())
                .containsEntry("proc.name", "cat"));
  }

  @Test
  void whatIsOpenIsCompletedWhenTheSourceIsClosed() throws Exception {
    Path capture = folder.resolve("trace.scap");
    try (LiveSource source = new LiveSource(folder, Map.of())) {
      source.recorder().prepareRecording();
      source.watching(List.of("fd.name"), "openat");
      source.recorder().record(capture, new Options(true, false, false));
      assertThat(new ProcessBuilder("cat", "/dev/null").start().waitFor()).isZero();
      source.await("an open", e -> "/dev/null".equals(e.field("fd.name")));
    }
    assertThat(replay(capture)).anyMatch(e -> "/dev/null".equals(e.field("fd.name")));
    assertThat(folder.resolve("trace.scap.part")).doesNotExist();
  }

  private static void differences(Seen live, Seen again, List<String> into) {
    Map<String, String> left = new TreeMap<>(live.fields());
    Map<String, String> right = new TreeMap<>(again.fields());
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    names.removeAll(OF_THE_RUN);
    names.removeAll(NOT_IN_CAPTURES);
    for (String name : names) {
      String one = left.getOrDefault(name, "absent");
      String other = right.getOrDefault(name, "absent");
      if (!one.equals(other)) {
        into.add("%s %s: live %s, replayed %s".formatted(live.type(), name, one, other));
      }
    }
  }

  private static String key(Seen event) {
    return event.timeNanos() + " " + event.type() + " " + event.field("thread.tid");
  }

  /** The events of a process and its children. */
  private static List<Seen> of(List<Seen> seen, long pid) {
    String id = Long.toString(pid);
    return seen.stream()
        .filter(e -> id.equals(e.field("proc.pid")) || id.equals(e.field("proc.ppid")))
        .toList();
  }

  private List<Seen> replay(Path capture) throws Exception {
    SyscallProvider provider = new SyscallProvider();
    RecordingSink sink = new RecordingSink();
    BitSet all = new BitSet();
    all.set(0, ALL.size());
    List<Demand.Request> requests =
        provider.declaration().fields().stream()
            .filter(field -> !field.argument().required())
            .map((Field field) -> new Demand.Request(field, null))
            .toList();
    Demand demand = Demand.of(requests, requests.size(), all);
    try (Source source =
        provider.replay(
            List.of(capture.toString()), MemorySourceContext.in(folder.resolve("replay")))) {
      source.enable(all);
      sink.bind(source.bind(demand), demand);
      while (source.poll(sink) != Progress.END) {
        assertThat(sink.malformed).isEmpty();
      }
    }
    assertThat(sink.malformed).isEmpty();
    return sink.seen;
  }
}
