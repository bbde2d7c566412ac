// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number of a record: a register, the result, a constant, or a word of a section.
 *
 * <p>As text: {@code r} the result, {@code aN} a register, {@code iN} its lower half with its sign,
 * {@code cN} a constant, {@code xN} a word of an exit, {@code sN+O/W} {@code W} bytes at {@code O}
 * of section {@code N} (absent when it does not reach so far), {@code zN+O/W} the same, 0 when
 * absent; then {@code >>N} and {@code &N}.
 */
final class NumberReader {

  private enum From {
    RESULT,
    REGISTER,
    SIGNED_HALF,
    CONSTANT,
    EXIT,
    SECTION,
    SECTION_OR_ZERO
  }

  private final From from;
  private final int index;
  private final int offset;
  private final int width;
  private final long constant;
  private final int shift;
  private final long mask;

  private NumberReader(
      From from, int index, int offset, int width, long constant, int shift, long mask) {
    this.from = from;
    this.index = index;
    this.offset = offset;
    this.width = width;
    this.constant = constant;
    this.shift = shift;
    this.mask = mask;
  }

  static @Nullable NumberReader of(String text) {
    String rest = text;
    long mask = -1;
    int shift = 0;
    int and = rest.indexOf('&');
    if (and >= 0) {
      mask = Long.parseLong(rest.substring(and + 1));
      rest = rest.substring(0, and);
    }
    int right = rest.indexOf(">>");
    if (right >= 0) {
      shift = Integer.parseInt(rest.substring(right + 2));
      rest = rest.substring(0, right);
    }
    if (rest.equals("r")) {
      return new NumberReader(From.RESULT, 0, 0, 0, 0, shift, mask);
    }
    if (!rest.matches("[aicxsz]-?\\d+(\\+\\d+/\\d)?")) {
      return null;
    }
    char kind = rest.charAt(0);
    int plus = rest.indexOf('+');
    long number = Long.parseLong(rest.substring(1, plus < 0 ? rest.length() : plus));
    int offset = 0;
    int width = 0;
    if (plus >= 0) {
      int slash = rest.indexOf('/');
      offset = Integer.parseInt(rest.substring(plus + 1, slash));
      width = Integer.parseInt(rest.substring(slash + 1));
    }
    From from =
        switch (kind) {
          case 'a' -> From.REGISTER;
          case 'i' -> From.SIGNED_HALF;
          case 'c' -> From.CONSTANT;
          case 'x' -> From.EXIT;
          case 's' -> From.SECTION;
          default -> From.SECTION_OR_ZERO;
        };
    return new NumberReader(from, (int) number, offset, width, number, shift, mask);
  }

  /** Whether there is a number. */
  boolean present(LiveRecord record) {
    return from != From.SECTION || record.reaches(index, offset + width);
  }

  /** Whether it is of 32 bits or comes in a register whose upper half may be anything. */
  boolean half() {
    return from == From.REGISTER || width == 4;
  }

  /** The number, unsigned when it is shorter than eight bytes; 0 when there is none. */
  long read(LiveRecord record, Event event) {
    return whole(record, event) >> shift & mask;
  }

  private long whole(LiveRecord record, Event event) {
    return switch (from) {
      case RESULT -> record.result();
      case REGISTER -> record.argument(index);
      case SIGNED_HALF -> (int) record.argument(index);
      case CONSTANT -> constant;
      case EXIT -> record.exitWord(index);
      case SECTION, SECTION_OR_ZERO -> section(record, event);
    };
  }

  private long section(LiveRecord record, Event event) {
    if (!record.reaches(index, offset + width)) {
      return 0;
    }
    int at = record.offset(index) + offset;
    return switch (width) {
      case 2 -> event.shortAt(at);
      case 4 -> event.intAt(at) & 0xffff_ffffL;
      default -> event.longAt(at);
    };
  }
}
