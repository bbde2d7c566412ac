// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.event.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Writes points in time and spans as parameters show them. Allocates. */
final class TimeText {

  private static final int DIGITS = 6;
  private static final long SECOND = 1_000_000_000;

  private TimeText() {}

  /** A span in seconds with six significant digits at most, as C's {@code %g} prints it. */
  static void seconds(long nanos, Text to) {
    double seconds = unsigned(nanos) / 1e9;
    if (seconds == 0) {
      to.append("0s");
      return;
    }
    BigDecimal rounded = new BigDecimal(seconds).round(new MathContext(DIGITS));
    BigDecimal plain = rounded.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS) {
      to.append(plain.toPlainString());
    } else {
      String digits = plain.unscaledValue().toString();
      to.append(digits.charAt(0));
      if (digits.length() > 1) {
        to.append('.').append(digits.substring(1));
      }
      to.append('e').append(exponent < 0 ? '-' : '+');
      to.append(Math.abs(exponent) < 10 ? "0" : "").appendDecimal(Math.abs(exponent));
    }
    to.append('s');
  }

  private static double unsigned(long nanos) {
    return nanos >= 0 ? nanos : (nanos >>> 1) * 2.0;
  }

  /** Date and time of the local zone, with nanoseconds. */
  static void date(long nanos, Text to) {
    Instant instant =
        Instant.ofEpochSecond(
            Long.divideUnsigned(nanos, SECOND), Long.remainderUnsigned(nanos, SECOND));
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
    to.append(
        "%04d-%02d-%02d %02d:%02d:%02d.%09d"
            .formatted(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano()));
  }
}
