// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.table.Parameter.Format;

/** Writes numbers in the format of the table of events. */
final class NumberText {

  private NumberText() {}

  /**
   * A number of some bytes.
   *
   * @param value with the sign that its bytes have
   * @param signed whether decimals of one or two bytes show the sign; longer ones always do
   */
  static void write(long value, int size, boolean signed, Format format, Text to) {
    switch (format) {
      case DEC, NA -> to.appendSigned(signed || size > 2 ? value : bits(value, size));
      case HEX -> hex(bits(value, signed ? Math.max(size, 4) : size), to);
      case OCT -> octal(bits(value, signed ? Math.max(size, 4) : size), to);
    }
  }

  private static long bits(long value, int size) {
    return size >= 8 ? value : value & (1L << 8 * size) - 1;
  }

  private static void hex(long bits, Text to) {
    int shift = Math.max(0, 60 - (Long.numberOfLeadingZeros(bits) & ~3));
    for (; shift >= 0; shift -= 4) {
      to.append("0123456789ABCDEF".charAt((int) (bits >>> shift) & 15));
    }
  }

  private static void octal(long bits, Text to) {
    if (bits != 0) {
      to.append('0');
    }
    int shift = bits == 0 ? 0 : (63 - Long.numberOfLeadingZeros(bits)) / 3 * 3;
    for (; shift >= 0; shift -= 3) {
      to.append((char) ('0' + (int) (bits >>> shift & 7)));
    }
  }
}
