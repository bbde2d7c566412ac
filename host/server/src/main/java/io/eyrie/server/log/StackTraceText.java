// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Writes a stack trace as text, causes included, as the JDK does but bounded. */
public final class StackTraceText {

  private static final int FRAMES = 200;
  private static final int CAUSES = 20;

  private StackTraceText() {}

  /** The trace with its line ends. */
  public static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable now = thrown;
    while (now != null && seen.add(now) && seen.size() <= CAUSES) {
      text.append(seen.size() == 1 ? "" : "Caused by: ").append(now).append('\n');
      StackTraceElement[] frames = now.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
        text.append("\tat ").append(frames[i]).append('\n');
      }
      if (frames.length > FRAMES) {
        text.append("\t... ").append(frames.length - FRAMES).append(" more\n");
      }
      now = now.getCause();
    }
    return text.toString();
  }
}
