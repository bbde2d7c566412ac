// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;
import org.jspecify.annotations.Nullable;

/**
 * {@code getopt()}: reads the arguments of a program as getopt(3) would, one letter an option, a
 * colon after those that have a value. Without an option in brackets the letters and values in
 * their order, {@code ?} for a letter that is none; with one its last value, or the letter itself
 * for one without a value. Long options are passed over; {@code --} or anything that is no option
 * ends the reading. A value that is missing is empty.
 */
final class ShortOptions extends Derivation {
  private static final byte[] UNKNOWN = {'?'};
  private static final byte[] MISSING = {};

  private final Argument arguments;
  private final Argument letters;
  private final int wanted;

  ShortOptions(Argument arguments, Argument letters, @Nullable String wanted) {
    this.arguments = arguments;
    this.letters = letters;
    this.wanted = wanted == null ? -1 : wanted.charAt(0);
  }

  @Override
  public void derive(Values values, Value into) {
    if (!arguments.load(values) || !letters.load(values)) {
      return;
    }
    letters.select(0);
    if (wanted < 0) {
      into.beginList();
    }
    int size = arguments.size();
    for (int i = 0; i < size; i++) {
      arguments.select(i);
      byte[] array = arguments.array();
      int start = arguments.offset();
      int length = arguments.length();
      if (length < 2 || array[start] != '-' || (length == 2 && array[start + 1] == '-')) {
        return;
      }
      if (array[start + 1] == '-') {
        continue;
      }
      int end = start + length;
      for (int at = start + 1; at < end; at++) {
        int letter = find(array[at]);
        if (letter < 0) {
          emit(into, '?', UNKNOWN, 0, 1);
          continue;
        }
        if (!takesValue(letter)) {
          emit(into, array[at], array, at, 1);
          continue;
        }
        if (wanted < 0) {
          into.add(array, at, 1);
        }
        byte option = array[at];
        if (at + 1 < end) {
          emit(into, option, array, at + 1, end - at - 1);
        } else if (i + 1 < size) {
          arguments.select(++i);
          emit(into, option, arguments.array(), arguments.offset(), arguments.length());
        } else {
          emit(into, option, MISSING, 0, 0);
        }
        break;
      }
    }
  }

  private void emit(Value into, int option, byte[] array, int offset, int length) {
    if (wanted < 0) {
      into.add(array, offset, length);
    } else if (wanted == option) {
      into.set(array, offset, length);
    }
  }

  /** Where among the letters an option stands, or -1. */
  private int find(byte option) {
    byte[] array = letters.array();
    int start = letters.offset();
    for (int i = 0; i < letters.length(); i++) {
      if (array[start + i] == option && option != ':') {
        return i;
      }
    }
    return -1;
  }

  private boolean takesValue(int letter) {
    return letter + 1 < letters.length() && letters.array()[letters.offset() + letter + 1] == ':';
  }
}
