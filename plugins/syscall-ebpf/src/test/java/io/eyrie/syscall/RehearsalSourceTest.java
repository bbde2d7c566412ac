// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.syscall.RecordingSink.Seen;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.testkit.MemorySourceContext;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up records become events like real ones, without a kernel. */
final class RehearsalSourceTest {

  private static final int PORTIONS = 70;

  @TempDir Path data;

  private final SourceDeclaration declaration = new SyscallProvider().declaration();
  private final RecordingSink sink = new RecordingSink();

  @Test
  void processesAreBornBeginProgramsOpenFilesAndEnd() throws Exception {
    try (Source source = rehearsing(EventTypes.names())) {
      play(source);
    }

    assertThat(sink.malformed).isEmpty();
    assertThat(sink.seen)
        .extracting(Seen::type)
        .contains("execve", "openat", "read", "connect", "close", "procexit", "chmod", "setuid");
    assertThat(sink.seen)
        .filteredOn(seen -> seen.type().equals("execve") && seen.fields().containsKey("proc.name"))
        .extracting(seen -> seen.field("proc.exepath"))
        .contains("/usr/sbin/nginx", "/tmp/a.out");
    assertThat(sink.seen)
        .filteredOn(seen -> seen.type().equals("openat"))
        .extracting(seen -> seen.field("fd.name"))
        .contains("/etc/passwd", "/usr/lib/made-up");
  }

  @Test
  void callsThatNobodyWantsAreNotMadeUp() throws Exception {
    try (Source source = rehearsing(List.of("openat"))) {
      play(source);
    }

    assertThat(sink.seen).extracting(Seen::type).containsOnly("openat");
  }

  @Test
  void itEndsByItself() throws Exception {
    try (Source source = rehearsing(List.of("setsid"))) {
      long polls = 0;
      while (source.poll(sink) != Progress.END) {
        polls++;
      }
      assertThat(polls).isGreaterThan(PORTIONS);
    }
  }

  @Test
  void itEndsAlsoWhenProcessesAreAllThatIsWatched() throws Exception {
    try (Source source =
        rehearsing(List.of("procexit"), Map.of("base_syscalls_custom_set", "execve"))) {
      long polls = 0;
      while (source.poll(sink) != Progress.END) {
        polls++;
      }
      assertThat(polls).isGreaterThan(PORTIONS);
    }
    assertThat(sink.malformed).isEmpty();
    assertThat(sink.seen).extracting(Seen::type).containsOnly("procexit");
  }

  private Source rehearsing(List<String> types) throws PluginException {
    return rehearsing(types, Map.of());
  }

  private Source rehearsing(List<String> types, Map<String, String> config) throws PluginException {
    Source source =
        new SyscallProvider()
            .rehearsal(Config.of(declaration.config(), config), MemorySourceContext.in(data));
    BitSet wanted = new BitSet();
    types.forEach(type -> wanted.set(EventTypes.names().indexOf(type)));
    List<Demand.Request> requests =
        declaration.fields().stream()
            .filter(field -> List.of("proc.name", "proc.exepath", "fd.name").contains(field.name()))
            .map(field -> new Demand.Request(field, null))
            .toList();
    Demand demand = Demand.of(requests, requests.size(), wanted);
    source.enable(wanted);
    sink.bind(source.bind(demand), demand);
    return source;
  }

  private void play(Source source) throws Exception {
    for (int portion = 0; portion < PORTIONS; portion++) {
      source.poll(sink);
    }
  }
}
