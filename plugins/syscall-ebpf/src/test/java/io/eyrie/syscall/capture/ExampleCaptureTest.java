// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.UserFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The capture of {@code docs/examples}, which rule tests there are played with, is the one that is
 * made here; {@code -Deyrie.golden=write} writes it.
 */
class ExampleCaptureTest {

  private static final Path KEPT =
      Path.of(System.getProperty("eyrie.root", "."), "docs/examples/hashes-read.scap");

  private static final long START = 1_772_442_000_000_000_000L;
  private static final int OPENAT = 307;
  private static final int READ_ONLY = 1;
  private static final int HERE = -100;
  private static final int SSHD = 700;
  private static final int CAT = 1201;

  /** Somebody signs in, and looks at the hosts and then at the hashes. */
  private static byte[] made() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(
          new MachineInfo(2, 1L << 30, 4_194_304, "orchard", START), ExampleCaptureTest::tell);
      List<Event> events = new ArrayList<>();
      look(SSHD, 5, "/etc/shadow", 0, events);
      look(CAT, 3, "/etc/hosts", 10, events);
      look(CAT, 3, "/etc/shadow", 20, events);
      for (Event event : events) {
        writer.write(event, false);
      }
    }
    return bytes.toByteArray();
  }

  private static void tell(FactSink sink) {
    sink.thread(Facts.process(1, 0, "init"));
    sink.thread(Facts.process(SSHD, 1, "sshd"));
    sink.thread(Facts.process(1200, SSHD, "bash"));
    sink.thread(Facts.process(CAT, 1200, "cat"));
    sink.user(
        new UserFacts(
            1000, 1001, Facts.bytes("ann"), Facts.bytes("/home/ann"), Facts.bytes("/bin/bash")));
  }

  private static void look(int tid, int fd, String path, int after, List<Event> into) {
    long time = START + after * 1_000_000L;
    into.add(Events.event(OPENAT, time, tid, fd, HERE, path, READ_ONLY, 0, 2049, 77));
    into.add(Events.event(Events.READ_EXIT, time + 1_000, tid, 4, Facts.bytes("root"), fd, 4096));
    into.add(Events.event(Events.CLOSE_EXIT, time + 2_000, tid, 0, fd));
  }

  @Test
  void theKeptCaptureIsTheOneThatIsMade() throws IOException {
    if ("write".equals(System.getProperty("eyrie.golden"))) {
      Files.createDirectories(KEPT.getParent());
      Files.write(KEPT, made());
    }
    assertThat(Files.readAllBytes(KEPT)).isEqualTo(made());
  }
}
