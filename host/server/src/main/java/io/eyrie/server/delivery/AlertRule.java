// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.OutputAddition;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSelection;
import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.alert.ValueFormat;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.alert.AlertRecord;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an output says of alerts in the language of rules: which of them it wants, and how their
 * message and added fields read. Compiled once, by the engine, as a rule over alerts.
 *
 * <p>Immutable and safe to share between threads; equal when it says the same.
 */
public final class AlertRule {

  private static final String ANY = "alert.rule exists";
  private static final String AS_IT_IS = "%alert.message";

  private final List<Object> meaning;
  private final boolean worded;
  private final RuleIndex index;

  private AlertRule(List<Object> meaning, boolean worded, RuleIndex index) {
    this.meaning = meaning;
    this.worded = worded;
    this.index = index;
  }

  /**
   * What became of the texts.
   *
   * @param rule empty when there is an error
   * @param errors what is wrong, each with its place
   */
  public record Compiled(Optional<AlertRule> rule, List<Diagnostic> errors) {}

  /**
   * Compiles the texts.
   *
   * @param condition which alerts are wanted; null for all
   * @param message what their message becomes; null for what it is
   * @param fields what their fields get, worded like a message
   * @param whole where texts that are null are missing, for messages that can't be
   */
  public static Compiled compile(
      @Nullable Text condition, @Nullable Text message, List<ExtraField> fields, Text whole) {
    OutputAddition addition =
        new OutputAddition(
            Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), fields, false);
    RuleSettings settings =
        new RuleSettings(
            Priority.DEBUG, RuleSelection.NONE, Map.of(), List.of(addition), ValueFormat.PLAIN);
    LoadResult result =
        new RuleCompiler(List.of(AlertSource.DECLARATION), settings)
            .compileOne(
                AlertSource.NAME,
                Text.at("delivery", whole.span()),
                condition == null ? Text.at(ANY, whole.span()) : condition,
                message == null ? Text.at(AS_IT_IS, whole.span()) : message);
    List<Diagnostic> errors =
        result.diagnostics().stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .toList();
    List<Object> meaning = new ArrayList<>();
    meaning.add(condition == null ? "" : condition.value());
    meaning.add(message == null ? "" : message.value());
    for (ExtraField field : fields) {
      Text text = field.output();
      meaning.add(List.of(field.key().value(), text == null ? "" : text.value()));
    }
    return new Compiled(
        result
            .rules()
            .flatMap(rules -> rules.index(AlertSource.NAME))
            .map(index -> new AlertRule(List.copyOf(meaning), message != null, index)),
        errors);
  }

  /** Whether it says how the message reads. */
  boolean worded() {
    return worded;
  }

  /** A judge for one thread. */
  Judge judge() {
    return new Judge(index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertRule that && meaning.equals(that.meaning);
  }

  @Override
  public int hashCode() {
    return meaning.hashCode();
  }

  /** Judges alerts, one at a time; for one thread. */
  static final class Judge {

    private final Evaluator evaluator;
    private @Nullable AlertRecord current;
    private @Nullable Match match;
    private long number;

    private Judge(RuleIndex index) {
      this.evaluator =
          new Evaluator(
              index,
              AlertSource.extraction(index.demand(), this::alert),
              new EvaluatorSettings("", "", ZoneId.systemDefault(), RuleMatching.FIRST),
              (String rule, RuntimeException cause) -> {
                throw new IllegalStateException(rule + " can't be judged", cause);
              });
    }

    private AlertRecord alert() {
      AlertRecord alert = current;
      if (alert == null) {
        throw new IllegalStateException("no alert is being judged");
      }
      return alert;
    }

    /** What the rule makes of an alert; empty when it is not wanted. */
    Optional<Match> judge(AlertRecord alert) {
      current = alert;
      match = null;
      evaluator.evaluate(0, alert.timeNanos(), ++number, found -> match = found);
      current = null;
      return Optional.ofNullable(match);
    }
  }
}
