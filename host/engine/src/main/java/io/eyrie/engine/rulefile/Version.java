// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of three numbers, as in semantic versioning; what may follow them ({@code -rc1}, {@code
 * +build}) plays no part.
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})([-+][0-9A-Za-z.+-]{1,100})?");

  /** The version written as {@code x.y.z}, or nothing. */
  public static Optional<Version> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
  }

  /**
   * Whether something of this version does for one who wants {@code wanted}: same major, no older.
   */
  public boolean satisfies(Version wanted) {
    return major == wanted.major && compareTo(wanted) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    return Comparator.comparingInt(Version::major)
        .thenComparingInt(Version::minor)
        .thenComparingInt(Version::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
