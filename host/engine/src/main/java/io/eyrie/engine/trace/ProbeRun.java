// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.api.field.Extraction;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the events of one extraction, one after the other. Not safe for several threads. */
public final class ProbeRun {
  private final Probe probe;
  private final Evaluator evaluator;
  private final boolean firstOnly;
  private final Set<String> failures = new LinkedHashSet<>();

  private List<Match> matches = List.of();
  private BitSet checks = new BitSet();
  private Map<String, @Nullable Object> values = Map.of();

  ProbeRun(Probe probe, Extraction extraction, EvaluatorSettings settings) {
    this.probe = probe;
    this.firstOnly = settings.matching() == RuleMatching.FIRST;
    EvaluatorSettings all = settings.matching(RuleMatching.ALL);
    this.evaluator =
        new Evaluator(
            probe.index(), extraction, all, (rule, cause) -> failures.add(rule + ": " + cause));
  }

  /**
   * Judges the event that the extraction stands at.
   *
   * @param eventType index of its type in the source's declaration
   * @param timeNanos when it happened, nanoseconds since the epoch
   * @param number its number, from 1
   */
  public Sighting look(int eventType, long timeNanos, long number) {
    matches = new ArrayList<>();
    checks = new BitSet(probe.checks());
    values = new LinkedHashMap<>();
    evaluator.evaluate(eventType, timeNanos, number, this::matched);
    List<String> types = probe.index().source().declaration().eventTypes();
    return new Sighting(
        number,
        eventType >= 0 && eventType < types.size() ? types.get(eventType) : "",
        timeNanos,
        List.copyOf(matches),
        checks,
        values,
        List.copyOf(failures));
  }

  private void matched(Match match) {
    int behind = match.ordinal() - probe.rules();
    if (behind < 0) {
      if (!firstOnly || matches.isEmpty()) {
        matches.add(match);
      }
    } else if (behind < probe.checks()) {
      checks.set(behind);
    } else {
      values.putAll(match.fields());
    }
  }
}
