// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * What libbpf and the kernel's verifier say while a program is loaded, kept to be shown when it
 * fails: as one sentence for the operator and as the whole text for whoever mends it.
 */
final class LoadLog implements LibBpf.Print {

  private static final int WARNING = 0;
  private static final int MAX_CHARS = 4 * 1024 * 1024;
  private static final int MAX_MESSAGE = 1024 * 1024;

  private final LibC c;
  private final StringBuilder text = new StringBuilder();
  private byte[] buffer = {};

  LoadLog(LibC c) {
    this.c = c;
  }

  @Override
  public int print(int level, Pointer format, Pointer arguments) {
    if (level > WARNING || text.length() > MAX_CHARS) {
      return 0;
    }
    if (buffer.length == 0) {
      // The arguments can be walked once only, so the room is there from the first.
      buffer = new byte[MAX_MESSAGE];
    }
    int length = c.vsnprintf(buffer, buffer.length, format, arguments);
    if (length > 0) {
      text.append(
          new String(buffer, 0, Math.min(length, buffer.length - 1), StandardCharsets.UTF_8));
    }
    return 0;
  }

  /** All that was said. */
  String text() {
    return text.toString();
  }

  /** The verifier's last word before its statistics, or libbpf's last line. */
  static String summary(String log) {
    List<String> lines = log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("processed ") && lines.get(i).contains(" insns")) {
        return lines.get(i - 1);
      }
    }
    return lines.isEmpty() ? "no reason given" : lines.getLast();
  }
}
