// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.config.CaptureConfig;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How the events of an instance are judged and its alerts admitted.
 *
 * @param hostname of the alerts
 * @param zone in which local times are told
 * @param lineTime how their lines tell the time
 * @param matching whether all rules that match raise an alert
 * @param admission makes the bounds of one instance
 * @param hostAlerts makes the alerts that the host raises of itself
 * @param capture what is recorded after a match
 * @param clock the wall clock
 * @param ticks a clock in nanoseconds that only goes forward, by which admission counts
 */
public record Judging(
    String hostname,
    ZoneId zone,
    LineTime lineTime,
    RuleMatching matching,
    Supplier<Admission> admission,
    HostAlerts hostAlerts,
    CaptureConfig capture,
    InstantSource clock,
    LongSupplier ticks) {

  /** Nanoseconds since the epoch. */
  long nowNanos() {
    return EpochNanos.now(clock);
  }
}
