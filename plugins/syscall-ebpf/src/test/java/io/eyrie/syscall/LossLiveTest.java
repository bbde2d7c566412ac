// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Loss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit into the ring is told, exactly. */
final class LossLiveTest {

  private static final int OPENS = 5_000;
  private static final int PROCESSES = 8;
  private static final long SCHED_SETAFFINITY = 203;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void opensWrittenAreOpensJudgedAndLossReported() throws Exception {
    String first = folder.resolve("number-").toString();
    // By creat, because nothing else on a machine makes that call: every one counted is ours.
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of("ring_size", "64KiB"))
                .watching(List.of("proc.pid", "evt.res"), "creat")) {
      live.drain();
      assertThat(opensLost(live)).isEmpty();
      long before = nanos(Instant.now());
      for (int i = 0; i < OPENS; i++) {
        assertThat(trigger.call(Calls.CREAT, first + i + "/none", 0600)).isEqualTo(-2);
      }
      live.drain();
      long after = nanos(Instant.now());

      long judged = live.sink.seen.size();
      List<Loss> opens = opensLost(live);
      long lost = opens.stream().mapToLong(Loss::events).sum();
      assertThat(judged).isPositive();
      assertThat(lost).isPositive();
      assertThat(judged + lost).isEqualTo(OPENS);
      assertThat(opens)
          .allSatisfy(loss -> {
            assertThat(loss.fromNanos()).isLessThanOrEqualTo(after);
            assertThat(loss.toNanos()).isBetween(before, after + 1_000_000_000L);
          });
      assertThat(live.sink.seen.stream().map(e -> e.offset()).distinct().count()).isEqualTo(judged);

      // After the flood all is as before.
      live.sink.seen.clear();
      live.sink.losses.clear();
      trigger.call(Calls.CREAT, first + "last/none", 0600);
      live.drain();
      assertThat(live.sink.seen).hasSize(1);
      assertThat(opensLost(live)).isEmpty();
    }
  }

  @Test
  void eachProcessorsLossIsItsOwn() throws Exception {
    String path = folder.resolve("none") + "/f";
    int processors = Math.min(2, Runtime.getRuntime().availableProcessors());
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of("ring_size", "64KiB"))
                .watching(List.of("evt.cpu"), "creat")) {
      for (int cpu = 0; cpu < processors; cpu++) {
        live.drain();
        live.sink.seen.clear();
        live.sink.losses.clear();
        byte[] mask = new byte[8];
        mask[0] = (byte) (1 << cpu);
        assertThat(trigger.call(SCHED_SETAFFINITY, 0, 8, mask)).isZero();
        long before = nanos(Instant.now());
        for (int i = 0; i < OPENS; i++) {
          assertThat(trigger.call(Calls.CREAT, path, 0600)).isEqualTo(-2);
        }
        live.drain();
        long after = nanos(Instant.now());

        String own = Integer.toString(cpu);
        assertThat(live.sink.seen).allMatch(e -> own.equals(e.field("evt.cpu")));
        List<Loss> losses = opensLost(live);
        assertThat(losses)
            .isNotEmpty()
            .allMatch(loss -> loss.reason().equals("ring buffer full (open, CPU " + own + ")"));
        assertThat(losses.getFirst().toNanos()).isGreaterThanOrEqualTo(before);
        assertThat(losses.getLast().fromNanos()).isLessThanOrEqualTo(after);
        assertThat(live.sink.seen.size() + losses.stream().mapToLong(Loss::events).sum())
            .isEqualTo(OPENS);
      }
    }
  }

  @Test
  void processesAreAllSeenWhileFilesFlood() throws Exception {
    String path = folder.resolve("none") + "/f";
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of("ring_size", "4MiB"))
                .watching(
                    List.of("proc.pid", "proc.name", "proc.ppid", "evt.res"),
                    "creat",
                    "execve",
                    "procexit")) {
      live.drain();
      live.sink.seen.clear();
      live.sink.losses.clear();
      List<String> started = new ArrayList<>();
      for (int round = 0; round < PROCESSES; round++) {
        for (int i = 0; i < OPENS; i++) {
          trigger.call(Calls.CREAT, path, 0600);
        }
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        started.add(Long.toString(process.pid()));
      }
      live.drain();

      assertThat(opensLost(live)).as("files were lost").isNotEmpty();
      assertThat(live.sink.losses)
          .as("processes were not")
          .noneMatch(loss -> loss.reason().matches(".*\\((execve|clone_fork|procexit), .*"));
      for (String type : List.of("execve", "procexit")) {
        assertThat(live.sink.seen)
            .filteredOn(e -> e.type().equals(type) && "true".equals(e.field("proc.name")))
            .extracting(e -> e.field("proc.pid"))
            .containsAll(started);
      }
    }
  }

  @Test
  void soItIsWhileTheReaderRunsBesideTheWriters() throws Exception {
    Path shell = Needs.program("sh");
    String loop = "i=0; while [ $i -lt 20000 ]; do : <" + folder + "/none; i=$((i+1)); done";
    try (LiveSource live =
        new LiveSource(folder, Map.of("ring_size", "64KiB"))
            .watching(List.of("proc.pid", "fd.name"), "openat")) {
      Files.writeString(folder.resolve("none"), "");
      live.drain();
      long judgedBefore = mine(live);
      List<Process> writers =
          Stream.of(1, 2)
              .map(_ -> {
                try {
                  return new ProcessBuilder(shell.toString(), "-c", loop).start();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
              .toList();
      while (writers.stream().anyMatch(Process::isAlive)) {
        live.poll();
      }
      live.drain();

      long judged = mine(live) - judgedBefore;
      long lostOpens = opensLost(live).stream().mapToLong(Loss::events).sum();
      // Others open files as well, so what was lost may be theirs: never less than what is missing.
      assertThat(judged).isLessThanOrEqualTo(40_000);
      assertThat(judged + lostOpens).isGreaterThanOrEqualTo(40_000);
      assertThat(live.sink.malformed).isEmpty();
    }
  }

  /** A full ring also loses what other processes do meanwhile, but in other classes of calls. */
  private static List<Loss> opensLost(LiveSource live) {
    return live.sink.losses.stream()
        .filter(loss -> loss.reason().startsWith("ring buffer full (open, CPU "))
        .toList();
  }

  private long mine(LiveSource live) {
    String name = folder.resolve("none").toString();
    return live.sink.seen.stream().filter(e -> name.equals(e.field("fd.name"))).count();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
