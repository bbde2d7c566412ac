// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.alert.OutputAdditions;
import io.eyrie.engine.alert.Template;
import io.eyrie.engine.check.Binder;
import io.eyrie.engine.check.EventTypes;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.expand.ExceptionDefinition;
import io.eyrie.engine.expand.ExpandedException;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds rules to the fields of their sources, and says what is wrong with them. */
final class RuleBinding {
  private final Map<String, SourceFields> sources;
  private final Collection<Text> macroConditions;
  private final RuleSettings settings;
  private final Diagnostics diagnostics;

  /** By source and position among the operator's additions, whether they can be made there. */
  private final Map<String, Boolean> additionsRead = new HashMap<>();

  RuleBinding(
      Map<String, SourceFields> sources,
      Collection<Text> macroConditions,
      RuleSettings settings,
      Diagnostics diagnostics) {
    this.sources = sources;
    this.macroConditions = macroConditions;
    this.settings = settings;
    this.diagnostics = diagnostics;
  }

  /** The rule ready to be planned; empty when it can't judge. */
  Optional<PlannedRule> bind(ExpandedRule rule) {
    RuleDefinition definition = rule.definition();
    SourceFields source = sources.get(definition.source());
    if (source == null) {
      sleeps(definition);
      return Optional.empty();
    }
    Diagnostics own = definition.skipIfUnknownFilter() ? diagnostics.aside() : diagnostics;
    boolean fieldsKnown = exceptionFieldsKnown(definition, source, own);
    Expr whole = fieldsKnown ? whole(rule) : rule.condition();
    Diagnostics atCondition =
        own.at(definition.conditionTrail().inCondition(definition.condition(), macroConditions));
    Binder.Result bound =
        whole == null ? new Binder.Result(null, false) : Binder.bind(whole, source, atCondition);
    Template.Result output =
        Template.parse(
            definition.output(),
            additions(definition, source),
            settings.format(),
            source,
            own.at(definition.outputTrail()));
    if (definition.skipIfUnknownFilter()) {
      boolean skip =
          whole != null
              && fieldsKnown
              && (bound.condition() != null || bound.onlyUnknownNames())
              && (output.template() != null || output.onlyUnknownFields())
              && own.hasErrors();
      own.sorted().forEach(diagnostic -> diagnostics.add(skip ? skipped(diagnostic) : diagnostic));
    }
    if (bound.condition() == null || output.template() == null) {
      return Optional.empty();
    }
    EventTypes.warnIfUnrestricted(
        definition, bound.condition(), source, diagnostics.at(definition.trail()));
    return Optional.of(new PlannedRule(definition, bound.condition(), output.template()));
  }

  /** What the operator adds to the output; what of it is wrong is told once for each source. */
  private OutputAdditions additions(RuleDefinition definition, SourceFields source) {
    List<OutputAdditions.Piece> pieces = new ArrayList<>();
    List<OutputAdditions.ExtraField> fields = new ArrayList<>();
    for (int i = 0; i < settings.additions().size(); i++) {
      OutputAddition addition = settings.additions().get(i);
      if (addition.concerns(definition)
          && additionsRead.computeIfAbsent(
              i + " " + definition.source(), _ -> readable(addition, source))) {
        addition.output().map(OutputAdditions.Wording::new).ifPresent(pieces::add);
        fields.addAll(addition.fields());
        if (addition.suggested()) {
          pieces.add(new OutputAdditions.Suggested());
        }
      }
    }
    return new OutputAdditions(pieces, fields);
  }

  private boolean readable(OutputAddition addition, SourceFields source) {
    Diagnostics own = diagnostics.aside();
    addition.output().ifPresent(text -> Template.parse(text, source, own));
    for (OutputAdditions.ExtraField field : addition.fields()) {
      Text message = Text.at("-", field.key().span());
      OutputAdditions alone = new OutputAdditions(List.of(), List.of(field));
      Template.parse(message, alone, settings.format(), source, own);
    }
    own.sorted().forEach(diagnostics::add);
    return !own.hasErrors();
  }

  private static Diagnostic skipped(Diagnostic error) {
    return error.severity() == Severity.WARNING
        ? error
        : new Diagnostic(
            Code.LOAD_UNKNOWN_FILTER,
            error.span(),
            error.message(),
            error.hint(),
            error.trail(),
            error.field());
  }

  private void sleeps(RuleDefinition definition) {
    diagnostics
        .at(definition.trail())
        .report(
            Code.LOAD_UNKNOWN_SOURCE,
            definition.name().span(),
            "no loaded plugin brings the source '"
                + definition.source()
                + "'; the rule sleeps until one does",
            Suggestions.hint(
                definition.source(),
                sources.keySet(),
                sources.isEmpty()
                    ? "put the plugin's jar into the plugins folder"
                    : "the sources are " + String.join(", ", sources.keySet())));
  }

  /** The condition of a rule, and none of its exceptions; null when it can't be looked at. */
  static @Nullable Expr whole(ExpandedRule rule) {
    Expr condition = rule.condition();
    if (condition == null || rule.exceptions().isEmpty()) {
      return condition;
    }
    List<Expr> terms = new ArrayList<>();
    if (condition instanceof Expr.And and) {
      terms.addAll(and.terms());
    } else {
      terms.add(condition);
    }
    for (ExpandedException exception : rule.exceptions()) {
      terms.add(new Expr.Not(exception.condition(), exception.span()));
    }
    return new Expr.And(List.copyOf(terms), condition.span());
  }

  private static boolean exceptionFieldsKnown(
      RuleDefinition definition, SourceFields source, Diagnostics diagnostics) {
    boolean known = true;
    for (ExceptionDefinition exception : definition.exceptions()) {
      for (Expr.Term term : exception.fields()) {
        for (FieldRef field : fields(term)) {
          if (source.resolve(field.name()) == null) {
            known = false;
            diagnostics
                .at(exception.trail())
                .report(
                    Code.LOAD_ERR_VALIDATE,
                    field.span(),
                    "source '"
                        + definition.source()
                        + "' has no field '"
                        + field.name()
                        + "' for the exception to compare",
                    source.hint(field.name()));
          }
        }
      }
    }
    return known;
  }

  /** The fields that a term is made of. */
  static List<FieldRef> fields(Expr.Argument argument) {
    return switch (argument) {
      case FieldRef field -> List.of(field);
      case Expr.Call call ->
          call.arguments().stream().flatMap(inner -> fields(inner).stream()).toList();
      case Expr.ListOf list ->
          list.elements().stream().flatMap(inner -> fields(inner).stream()).toList();
      case Expr.Literal _ -> List.of();
    };
  }
}
