// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator has to know besides the rules.
 *
 * @param plugin the name of the plugin that brings the source, for {@code evt.pluginname}; null
 *     when nobody knows it
 * @param instance the configured name of the source instance, for {@code evt.plugininstance}
 * @param hostname for {@code evt.hostname}
 * @param zone in which local times are written
 * @param first the first event of the run, for {@code evt.reltime}
 */
public record EvaluatorSettings(
    @Nullable String plugin,
    String instance,
    String hostname,
    ZoneId zone,
    RuleMatching matching,
    FirstEvent first) {

  /** Settings for a run that begins now, of events whose plugin nobody asks for. */
  public EvaluatorSettings(String instance, String hostname, ZoneId zone, RuleMatching matching) {
    this(null, instance, hostname, zone, matching, new FirstEvent());
  }

  /** The same for another way of matching. */
  public EvaluatorSettings matching(RuleMatching other) {
    return new EvaluatorSettings(plugin, instance, hostname, zone, other, first);
  }
}
