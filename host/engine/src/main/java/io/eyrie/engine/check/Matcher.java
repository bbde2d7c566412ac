// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.syntax.Operator;
import java.util.List;

/**
 * What is asked of one value. Matchers are equal when they ask the same; those over sets hold their
 * values sorted and each once. The methods named {@code matches} state the meaning of each; later
 * stages answer many matchers at once, with the same result.
 */
public sealed interface Matcher {
  /** The event has the field. */
  record Exists() implements Matcher {}

  /**
   * A value that stands in a relation to another of the same event; no when the other is absent.
   *
   * @param operator one that takes something of the event on its right
   */
  record WithEvent(Operator operator, Subject right) implements Matcher {}

  /** A number that is one of these. */
  record NumberIn(List<Long> values) implements Matcher {
    /** Whether the number is one of the values. */
    public boolean matches(long number) {
      return values.contains(number);
    }
  }

  /** A number between two others, both included. */
  record NumberBetween(long low, long high, boolean unsigned) implements Matcher {
    /** Whether the number lies between. */
    public boolean matches(long number) {
      return unsigned
          ? Long.compareUnsigned(low, number) <= 0 && Long.compareUnsigned(number, high) <= 0
          : low <= number && number <= high;
    }
  }

  /** A decimal number that is one of these; zeros of either sign are equal, NaN equals nothing. */
  record DecimalIn(List<Double> values) implements Matcher {
    /** Whether the number is one of the values. */
    public boolean matches(double number) {
      for (double value : values) {
        if (value == number) {
          return true;
        }
      }
      return false;
    }
  }

  /** A decimal number between two others; NaN lies nowhere. */
  record DecimalBetween(double low, boolean lowIncluded, double high, boolean highIncluded)
      implements Matcher {
    /** Whether the number lies between. */
    public boolean matches(double number) {
      return (lowIncluded ? low <= number : low < number)
          && (highIncluded ? number <= high : number < high);
    }
  }

  /** Asks something of a text, of bytes or of an address. */
  sealed interface OfBytes extends Matcher {
    /** Whether the slice answers yes. */
    boolean matches(byte[] array, int offset, int length);
  }

  /** Bytes that are one of these. */
  record BytesIn(List<Octets> values) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      for (Octets value : values) {
        if (length == value.length() && Slices.equal(array, offset, value.array())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Bytes that come before or after these, compared as unsigned bytes. */
  record BytesOrdered(Octets value, boolean before, boolean orEqual) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      int order =
          java.util.Arrays.compareUnsigned(
              array, offset, offset + length, value.array(), 0, value.length());
      return order == 0 ? orEqual : order < 0 == before;
    }
  }

  /** Bytes that begin with these. */
  record Prefix(Octets value) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      return length >= value.length() && Slices.equal(array, offset, value.array());
    }
  }

  /** Bytes that end with these. */
  record Suffix(Octets value) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      int skipped = length - value.length();
      return skipped >= 0 && Slices.equal(array, offset + skipped, value.array());
    }
  }

  /** Bytes that have these within. */
  record Contains(Octets value, boolean ignoreCase) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      return Slices.contains(array, offset, length, value.array(), ignoreCase);
    }
  }

  /** A path below one of these, each canonical: a '/' before each component, none doubled. */
  record PathBelow(List<Octets> prefixes) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      for (Octets prefix : prefixes) {
        if (Slices.pathBelow(array, offset, length, prefix.array())) {
          return true;
        }
      }
      return false;
    }
  }

  /** A path whose first components match these patterns, one each. */
  record PathGlob(List<Glob> components) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      int at = offset;
      int end = offset + length;
      for (Glob component : components) {
        while (at < end && array[at] == '/') {
          at++;
        }
        int start = at;
        while (at < end && array[at] != '/') {
          at++;
        }
        if (at == start || !component.matches(array, start, at - start)) {
          return false;
        }
      }
      return true;
    }
  }

  /** A text that a shell pattern matches. */
  record GlobMatch(Glob glob) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      return glob.matches(array, offset, length);
    }
  }

  /** A text that a regular expression matches as a whole. */
  record RegexMatch(Regex regex) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      return regex.matches(array, offset, length);
    }
  }

  /** An address in one of these networks. */
  record InNetworks(List<Network> networks) implements OfBytes {
    @Override
    public boolean matches(byte[] array, int offset, int length) {
      for (Network network : networks) {
        if (network.contains(array, offset, length)) {
          return true;
        }
      }
      return false;
    }
  }
}
