// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import java.time.ZoneId;

/**
 * What an evaluator has to know besides the rules.
 *
 * @param instance the configured name of the source instance, for {@code evt.plugininstance}
 * @param hostname for {@code evt.hostname}
 * @param zone in which local times are written
 */
public record EvaluatorSettings(
    String instance, String hostname, ZoneId zone, RuleMatching matching) {}
