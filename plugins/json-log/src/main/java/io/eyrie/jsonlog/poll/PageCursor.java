// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which page to ask for next, in the words that the host stores for us.
 *
 * <p>As text, a line each: {@code 1}, the page's address, the time of the last record in
 * nanoseconds, and the identities of the records that were judged already.
 *
 * @param page the address
 * @param lastNanos the time of the last record that was judged; 0 when there was none
 * @param judged records of this very page that were judged already
 */
record PageCursor(URI page, long lastNanos, Set<String> judged) {

  private static final String VERSION = "1";
  private static final int HEAD = 3;

  /** What a position may hold, with some distance. */
  private static final int LONGEST = 60_000;

  PageCursor {
    judged = new LinkedHashSet<>(judged);
  }

  String format() {
    StringBuilder text = new StringBuilder();
    text.append(VERSION).append('\n').append(page).append('\n').append(lastNanos);
    for (String id : judged) {
      if (text.length() + id.length() < LONGEST && id.indexOf('\n') < 0) {
        text.append('\n').append(id);
      }
    }
    return text.toString();
  }

  /** Reads {@link #format()}; empty for anything else. */
  static Optional<PageCursor> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < HEAD || !lines.getFirst().equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PageCursor(
              URI.create(lines.get(1)),
              Long.parseLong(lines.get(2)),
              Set.copyOf(lines.subList(HEAD, lines.size()))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
