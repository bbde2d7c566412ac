// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admission;

import java.time.Duration;

/**
 * How many alerts of one rule and instance are stored one by one.
 *
 * @param perSecond the rate that lasts, 1 to 1,000,000,000
 * @param burst how many more than that come through at once, at least 1
 * @param summaryEvery how long alerts fold into one summary before the next begins
 * @param samples how many of them the summary quotes, at least 1
 */
public record AdmissionSettings(long perSecond, long burst, Duration summaryEvery, int samples) {

  /** Checks the ranges. */
  public AdmissionSettings {
    if (perSecond < 1 || perSecond > 1_000_000_000L || burst < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "rate %d, burst %d, samples %d".formatted(perSecond, burst, samples));
    }
    if (summaryEvery.isNegative() || summaryEvery.isZero()) {
      throw new IllegalArgumentException("summaries every " + summaryEvery);
    }
  }

  /** 1,000 a second, bursts of 10,000, a summary every ten seconds with three samples. */
  public static AdmissionSettings defaults() {
    return new AdmissionSettings(1000, 10_000, Duration.ofSeconds(10), 3);
  }
}
