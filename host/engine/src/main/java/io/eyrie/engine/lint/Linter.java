// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Delivery;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.EngineField;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.lint.Reachability.Conflict;
import io.eyrie.engine.syntax.Operator;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.RuleForest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the rules of one source. Not safe for several threads. */
public final class Linter {

  private final SourceFields source;
  private final RuleForest forest;
  private final Subsumption subsumption;
  private final Set<LintFinding> findings = new LinkedHashSet<>();

  private Linter(SourceFields source, RuleForest forest) {
    this.source = source;
    this.forest = forest;
    this.subsumption = new Subsumption(forest);
  }

  /**
   * What is found in rules of one source, in their order.
   *
   * @param forest the trees of all the rules
   * @param rules the rules in the order in which they judge
   */
  public static List<LintFinding> lint(
      SourceFields source, RuleForest forest, List<LintedRule> rules) {
    Linter linter = new Linter(source, forest);
    for (int i = 0; i < rules.size(); i++) {
      linter.rule(rules.get(i), rules.subList(0, i));
    }
    return List.copyOf(linter.findings);
  }

  private void report(LintCode code, Span span, LintedRule rule, String message, String hint) {
    findings.add(new LintFinding(code.name(), span, rule.name(), message, hint));
  }

  private void rule(LintedRule rule, List<LintedRule> earlier) {
    boolean reachable = reachable(rule);
    if (reachable && rule.enabled()) {
      subsumed(rule, earlier);
    }
    Part condition = rule.tree().root().parts().getFirst();
    List<Predicate> present = new ArrayList<>();
    certain(condition, present);
    comparisons(rule, condition, true, present);
    writing(rule);
  }

  private boolean reachable(LintedRule rule) {
    Reachability reachability = new Reachability(forest);
    Part condition = rule.tree().root().parts().getFirst();
    Conflict conflict = reachability.whyNever(condition).orElse(null);
    if (conflict != null) {
      report(
          LintCode.LINT_UNREACHABLE,
          conflict.part().span(),
          rule,
          "the condition of rule '"
              + rule.name()
              + "' can never hold: '"
              + conflict.part().written()
              + "' is ruled out by '"
              + conflict.by().written()
              + "' at "
              + conflict.by().place(),
          "join them by 'or', or correct one of them");
      return false;
    }
    boolean none = rule.enabled() && rule.eventTypes().map(List::isEmpty).orElse(false);
    if (none) {
      report(
          LintCode.LINT_UNREACHABLE,
          rule.tree().definition().condition().span(),
          rule,
          "the condition of rule '" + rule.name() + "' leaves no event type",
          "compare 'evt.type' with types that can be met together, or switch the rule off");
      return false;
    }
    for (int i = 0; i < reachability.deadAlternatives().size(); i++) {
      Part dead = reachability.deadAlternatives().get(i);
      Conflict reason = reachability.reasons().get(i);
      report(
          LintCode.LINT_DEAD_ALTERNATIVE,
          dead.span(),
          rule,
          "the alternative '"
              + dead.written()
              + "' can never hold: '"
              + reason.by().written()
              + "' at "
              + reason.by().place()
              + " rules it out",
          "take it out, or loosen what rules it out");
    }
    return true;
  }

  private void subsumed(LintedRule rule, List<LintedRule> earlier) {
    for (LintedRule wide : earlier) {
      if (wide.enabled() && subsumption.shown(rule.tree(), wide.tree())) {
        boolean same = subsumption.shown(wide.tree(), rule.tree());
        report(
            LintCode.LINT_SUBSUMED,
            rule.tree().definition().name().span(),
            rule,
            "rule '"
                + rule.name()
                + (same ? "' matches the same events as '" : "' matches only events that '")
                + wide.name()
                + (same ? "' at " : "' matches as well, at ")
                + wide.tree().definition().name().span().place(),
            same
                ? "remove one of them"
                : "move it before the wider rule: where only the first match counts, it never fires");
        return;
      }
    }
  }

  /** What holds for certain where the part holds. */
  private void certain(Part part, List<Predicate> into) {
    switch (part.kind()) {
      case MACRO, RULE -> certain(part.parts().getFirst(), into);
      case ALL -> part.parts().forEach(term -> certain(term, into));
      case CHECK -> {
        if (part.operator() != Operator.NE) {
          Literal.of(forest.condition(part), true, part)
              .ifPresent(literals ->
                  literals.stream()
                      .filter(Literal::positive)
                      .forEach(literal -> into.add(literal.predicate())));
        }
      }
      case ANY, NOT, EXCEPTION -> {}
    }
  }

  private void comparisons(LintedRule rule, Part part, boolean positive, List<Predicate> present) {
    if (part.kind() == Kind.CHECK) {
      comparison(rule, part, positive, present);
      return;
    }
    boolean inside = part.kind() == Kind.NOT ? !positive : positive;
    List<Predicate> known = new ArrayList<>(present);
    if (part.kind() == Kind.ALL) {
      certain(part, known);
    }
    part.parts().forEach(term -> comparisons(rule, term, inside, known));
  }

  private void comparison(LintedRule rule, Part check, boolean positive, List<Predicate> present) {
    if (positive && check.operator() == Operator.NE) {
      notEqual(rule, check, present);
    }
    if (positive) {
      neverThere(rule, check);
    }
    regexes(rule, check, forest.condition(check));
  }

  private void notEqual(LintedRule rule, Part check, List<Predicate> present) {
    for (FieldUse use : check.fields()) {
      boolean known = present.stream().anyMatch(predicate -> predicate.fields().contains(use));
      if (!always(use.engine()) && !known && mayBeAbsent(use.field(), present)) {
        report(
            LintCode.LINT_NOT_EQUAL_ABSENT,
            check.span(),
            rule,
            "'"
                + check.written()
                + "' does not hold for events without "
                + use.text()
                + ", and not every event of the rule has it",
            "write 'not "
                + check.written().replaceFirst("\\s*!=\\s*", " = ")
                + "' if these are meant too, or '"
                + use.text()
                + " exists and ...' if they are not");
        return;
      }
    }
  }

  /**
   * Records of logs have what their service writes; of kernel events the declaration says which
   * types carry a field. The planner's types of the rule are no help here: it has already taken out
   * those without the field, since the comparison does not hold for them.
   */
  private static boolean always(@Nullable EngineField engine) {
    return engine != null && engine.always();
  }

  private boolean mayBeAbsent(Field field, List<Predicate> present) {
    if (field.argument() != Argument.NONE
        || source.declaration().delivery() == Delivery.AT_LEAST_ONCE) {
      return true;
    }
    return !field.eventTypes().isEmpty()
        && source.declaration().eventTypes().stream()
            .filter(type -> present.stream().allMatch(predicate -> allows(predicate, type)))
            .anyMatch(type -> !field.eventTypes().contains(type));
  }

  private static boolean allows(Predicate predicate, String eventType) {
    return !predicate.asks(EventField.TYPE)
        || !(predicate.matcher() instanceof Matcher.BytesIn(List<Octets> names))
        || names.contains(Octets.of(eventType));
  }

  private void neverThere(LintedRule rule, Part check) {
    List<String> types = rule.eventTypes().orElse(List.of());
    for (FieldUse use : check.fields()) {
      List<String> carried = use.field().eventTypes();
      if (!types.isEmpty() && !carried.isEmpty() && types.stream().noneMatch(carried::contains)) {
        report(
            LintCode.LINT_FIELD_NEVER_THERE,
            check.span(),
            rule,
            "'"
                + check.written()
                + "' never holds in rule '"
                + rule.name()
                + "': events of type "
                + some(types)
                + " have no "
                + use.field().name(),
            "the field comes with " + some(carried));
      }
    }
  }

  private static String some(List<String> names) {
    return names.size() <= 6
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 6)) + " and others";
  }

  private void regexes(LintedRule rule, Part check, Condition condition) {
    switch (condition) {
      case Condition.Constant _ -> {}
      case Condition.All(List<Condition> terms) ->
          terms.forEach(term -> regexes(rule, check, term));
      case Condition.Any(List<Condition> terms) ->
          terms.forEach(term -> regexes(rule, check, term));
      case Condition.Negation(Condition term) -> regexes(rule, check, term);
      case Condition.Test(Predicate predicate) -> {
        if (predicate.matcher() instanceof Matcher.RegexMatch(var regex)) {
          String pattern = regex.toString();
          RegexAdvice.plainer(predicate.subject().text(), pattern)
              .ifPresentOrElse(
                  plain ->
                      report(
                          LintCode.LINT_PLAIN_REGEX,
                          check.span(),
                          rule,
                          "the regular expression '" + pattern + "' says what an operator says",
                          "write '" + plain + "', which costs less"),
                  () ->
                      RegexAdvice.slow(pattern)
                          .ifPresent(reason ->
                              report(
                                  LintCode.LINT_SLOW_REGEX,
                                  check.span(),
                                  rule,
                                  "the regular expression '"
                                      + pattern
                                      + "' is expensive: "
                                      + reason,
                                  "put cheaper comparisons before it, or a text that has to be there")));
        }
      }
    }
  }

  private void writing(LintedRule rule) {
    RuleDefinition definition = rule.tree().definition();
    if (definition.tags().isEmpty()) {
      report(
          LintCode.LINT_NO_TAGS,
          definition.name().span(),
          rule,
          "rule '" + rule.name() + "' has no tags",
          "add some, as in 'tags: [host, mitre_persistence]': outputs and subscribers select by them");
    }
    String desc = definition.desc().value().strip();
    String name = rule.name().toLowerCase(Locale.ROOT);
    if (desc.length() < 15 || desc.toLowerCase(Locale.ROOT).replaceAll("\\.$", "").equals(name)) {
      report(
          LintCode.LINT_POOR_DESCRIPTION,
          definition.desc().span(),
          rule,
          "the description of rule '" + rule.name() + "' tells no more than its name",
          "say what happened, why it matters, and what to look at");
    }
    if (rule.outputFields().isEmpty()) {
      report(
          LintCode.LINT_OUTPUT_WITHOUT_FIELDS,
          definition.output().span(),
          rule,
          "the output of rule '" + rule.name() + "' names no field, so all its alerts read alike",
          "name what was seen, as in '%proc.name' or '%ct.user'");
    }
  }
}
