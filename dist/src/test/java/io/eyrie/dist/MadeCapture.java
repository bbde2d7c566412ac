// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import io.eyrie.syscall.capture.CaptureWriter;
import io.eyrie.syscall.capture.MachineInfo;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.ThreadFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A small capture: a program {@code cat}, child of {@code sh}, opens files. */
final class MadeCapture {

  /** Raises an alert for each file that is opened. */
  static final String RULE =
      """
      - rule: Opened
        desc: A file was opened.
        condition: evt.type = openat and proc.name = cat
        output: opened %fd.name by %proc.name of %proc.pname, result %evt.res, number %evt.num
        priority: NOTICE
      """;

  private static final int OPENAT = 307;

  private MadeCapture() {}

  /** A capture of so many events: file 1 is opened, file 2, and so on. */
  static byte[] plain(int events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      write(writer, events);
    }
    return bytes.toByteArray();
  }

  /** The same compressed. */
  static byte[] compressed(int events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.compressed(bytes)) {
      write(writer, events);
    }
    return bytes.toByteArray();
  }

  /** The line of an alert without its time. */
  static String alert(int number) {
    return "Notice opened /srv/file-%d by cat of sh, result SUCCESS, number %d"
        .formatted(number, number);
  }

  private static void write(CaptureWriter writer, int events) throws IOException {
    writer.head(
        new MachineInfo(1, 1 << 30, 32768, "made", 1),
        facts -> {
          facts.thread(process(41, 1, "sh"));
          facts.thread(process(42, 41, "cat"));
        });
    Event event = new Event(128);
    for (int i = 1; i <= events; i++) {
      event.begin(OPENAT, 1_700_000_000_000_000_000L + i * 1_000_000L, 42, 0);
      event.put64(3);
      event.put64(-100);
      byte[] path = text("/srv/file-" + i + "\0");
      event.parameter(event.append(path, 0, path.length), path.length);
      event.put32(1);
      event.put32(0);
      event.put32(2049);
      event.put64(i);
      writer.write(event, false);
    }
  }

  private static ThreadFacts process(long pid, long parent, String name) {
    return new ThreadFacts(
        new ThreadFacts.Ids(pid, pid, parent, pid, pid, pid, pid, pid),
        new ThreadFacts.Program(
            text(name),
            text(name),
            text("/usr/bin/" + name),
            text("\0"),
            text("HOME=/\0"),
            text("/"),
            text("cpu=/\0"),
            text("/")),
        new ThreadFacts.ExecutableFile(false, false, false, false, 1, 2, 3),
        new ThreadFacts.Owner(0, 0, 0, 0, 0, 0, 0),
        new ThreadFacts.Memory(1, 2, 3, 4, 5),
        1024,
        0,
        0,
        0);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
