// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rotation puts into the name of a file: {@code audit.log.1}, {@code audit.log-20260131.gz},
 * {@code audit-2026-01-31T12-00-00.000.log} are all of {@code audit.log}.
 *
 * @param mark a number, a time, or {@code old}
 */
record RotatedName(String mark) {

  private static final Pattern MARK = Pattern.compile("[._-](\\d[\\dTZ:+._-]*|old)");
  private static final String COMPRESSED = ".gz";

  /** A number of files, not a time. */
  private static final int LONGEST_NUMBER = 5;

  /** Reads a name; empty when it is not one that rotation gives to that file. */
  static Optional<RotatedName> of(Path rotated, Path file) {
    String name = uncompressed(rotated).orElse(rotated).getFileName().toString();
    String whole = file.getFileName().toString();
    if (name.equals(whole)) {
      return Optional.of(new RotatedName(""));
    }
    if (name.startsWith(whole)) {
      return of(name.substring(whole.length()));
    }
    int dot = whole.lastIndexOf('.');
    if (dot <= 0
        || name.length() <= whole.length()
        || !name.startsWith(whole.substring(0, dot))
        || !name.endsWith(whole.substring(dot))) {
      return Optional.empty();
    }
    return of(name.substring(dot, name.length() - (whole.length() - dot)));
  }

  private static Optional<RotatedName> of(String added) {
    Matcher matcher = MARK.matcher(added);
    return matcher.matches() ? Optional.of(new RotatedName(matcher.group(1))) : Optional.empty();
  }

  /** The path without the ending that a compressor gives; empty when it has none. */
  static Optional<Path> uncompressed(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(COMPRESSED)
        ? Optional.of(path.resolveSibling(name.substring(0, name.length() - COMPRESSED.length())))
        : Optional.empty();
  }

  /** Whether the mark counts files; the highest is on the oldest, as nearly everywhere. */
  private boolean isNumber() {
    return mark.length() <= LONGEST_NUMBER && mark.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether files are counted, and this one is younger than another, whatever their times say. */
  boolean youngerThan(RotatedName other) {
    return isNumber() && other.isNumber() && number() < other.number();
  }

  /** The order in which files of these names were written, the oldest first. */
  static Comparator<Candidate> oldestFirst(List<Candidate> all) {
    boolean times = all.stream().noneMatch(each -> each.name().isNumber());
    Comparator<Candidate> byTimeOfWriting =
        Comparator.comparingLong(each -> each.file().modified());
    return times
        ? Comparator.<Candidate, String>comparing(each -> each.name().mark())
            .thenComparing(byTimeOfWriting)
        : byTimeOfWriting.thenComparing(each -> each.name().number(), Comparator.reverseOrder());
  }

  private int number() {
    return isNumber() && !mark.isEmpty() ? Integer.parseInt(mark) : 0;
  }

  /** A file that has such a name. */
  record Candidate(InputFile file, RotatedName name) {}
}
