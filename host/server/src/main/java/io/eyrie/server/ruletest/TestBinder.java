// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.LoadedRule;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.trace.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds the tests of one file against the rules that they load and the sources that there are. */
final class TestBinder {

  private record ProbeKey(String source, Set<String> switchedOn) {}

  private final TestFile file;
  private final RuleLoad load;
  private final Predicate<String> readable;
  private final Mistakes mistakes;
  private final Map<ProbeKey, Probe> probes = new HashMap<>();

  /**
   * For the tests of one file.
   *
   * @param readable whether a source's plugin can read records
   */
  TestBinder(TestFile file, RuleLoad load, Predicate<String> readable, Mistakes mistakes) {
    this.file = file;
    this.load = load;
    this.readable = readable;
    this.mistakes = mistakes;
  }

  /** The test, or null after a mistake that leaves nothing to run. */
  @Nullable BoundTest bind(RuleTest test) {
    test.named().values().forEach(this::known);
    Name source = source(test);
    SourceFields fields = source == null ? null : load.fields(source.text()).orElse(null);
    if (source != null && fields == null) {
      mistakes.at(
          source.span(),
          "no plugin brings the source '" + source.text() + "'",
          Suggestions.hint(
              source.text(), load.sources(), "'eyrie fields' lists the sources and their fields"));
    }
    if (source == null || fields == null) {
      return null;
    }
    EventBinder binder = new EventBinder(fields, mistakes);
    List<BoundTest.Event> events = new ArrayList<>();
    for (TestEvent event : test.events()) {
      events.add(event(event, binder, source.text()));
    }
    List<BoundTest.Alert> alerts = new ArrayList<>();
    for (ExpectedAlert alert : test.expected()) {
      alerts.addAll(Collections.nCopies(alert.times(), alert(alert, fields, source, test)));
    }
    Set<String> switchedOn = new HashSet<>();
    for (String name : test.named().keySet()) {
      load.rule(name)
          .filter(rule -> !rule.definition().enabled())
          .ifPresent(_ -> switchedOn.add(name));
    }
    if (!mistakes.none()) {
      return null;
    }
    Probe probe =
        probes.computeIfAbsent(
            new ProbeKey(source.text(), switchedOn), key -> load.probe(key.source, key.switchedOn));
    return new BoundTest(test, source.text(), probe, List.copyOf(events), List.copyOf(alerts));
  }

  private void known(Name rule) {
    if (!load.names().contains(rule.text())) {
      mistakes.at(
          rule.span(),
          "there is no rule '" + rule.text() + "'",
          Suggestions.hint(
              rule.text(), load.names(), "the tests load " + files() + "; check 'rules:'"));
    }
  }

  private String files() {
    return String.join(", ", file.rules().stream().map(path -> path.getFileName() + "").toList());
  }

  private @Nullable Name source(RuleTest test) {
    if (test.source() != null) {
      return test.source();
    }
    for (Name name : test.named().values()) {
      LoadedRule rule = load.rule(name.text()).orElse(null);
      if (rule != null) {
        return new Name(rule.definition().source(), name.span());
      }
    }
    if (load.sources().size() == 1) {
      return new Name(load.sources().iterator().next(), test.name().span());
    }
    mistakes.at(
        test.name().span(),
        "the rules are of several sources, and the test does not say of which its events are",
        "add 'source: NAME', one of " + String.join(", ", load.sources()));
    return null;
  }

  private BoundTest.Event event(TestEvent event, EventBinder binder, String source) {
    return switch (event) {
      case TestEvent.Literal literal ->
          new BoundTest.Event.Made(binder.bind(literal), literal.span());
      case TestEvent.Json json -> {
        readable(source, json.span());
        yield new BoundTest.Event.Text(json.record(), json.span());
      }
      case TestEvent.Records records -> {
        readable(source, records.span());
        yield new BoundTest.Event.File(
            file.path().resolveSibling(records.path().text()).normalize().toString(),
            records.span());
      }
    };
  }

  private void readable(String source, Span span) {
    if (!readable.test(source)) {
      mistakes.at(
          span,
          "the plugin of source '" + source + "' reads no records",
          "write the event as values of fields, as in {type: NAME, field.name: VALUE}");
    }
  }

  private BoundTest.Alert alert(
      ExpectedAlert alert, SourceFields source, Name sourceName, RuleTest test) {
    LoadedRule rule = load.rule(alert.rule().text()).orElse(null);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (rule != null && !rule.definition().source().equals(sourceName.text())) {
      mistakes.at(
          alert.rule().span(),
          "rule '"
              + alert.rule().text()
              + "' is of source '"
              + rule.definition().source()
              + "', the events of this test are of '"
              + sourceName.text()
              + "'",
          "split the test, one for each source");
    } else if (rule != null && rule.planned() != null) {
      Map<String, FieldUse> fields = rule.planned().output().named();
      alert.fields().forEach((name, entry) -> value(name, entry, fields, source, values));
    }
    Name priority = alert.priority();
    if (priority != null && Priority.parse(priority.text()).isEmpty()) {
      mistakes.at(
          priority.span(),
          "'" + priority.text() + "' is no priority",
          "one of " + String.join(", ", priorities()));
    }
    if (!test.rules().isEmpty()
        && test.rules().stream().noneMatch(name -> name.text().equals(alert.rule().text()))) {
      mistakes.at(
          alert.rule().span(),
          "the test looks at alerts of " + test.rules().getFirst().text() + " only",
          "name this rule under 'rule' as well, or leave 'rule' out");
    }
    return new BoundTest.Alert(alert, values);
  }

  private static List<String> priorities() {
    return java.util.Arrays.stream(Priority.values())
        .map(priority -> priority.name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  private void value(
      String name,
      Yaml.Entry entry,
      Map<String, FieldUse> output,
      SourceFields source,
      Map<String, @Nullable Object> into) {
    FieldKey key = FieldKey.parse(name);
    SourceFields.Named field = key == null ? null : source.resolve(key.name());
    String canonical = canonical(name, key, field, output);
    FieldUse use = output.get(canonical);
    if (use == null) {
      boolean known = field != null;
      mistakes.at(
          entry.key(),
          known
              ? "the output of the rule does not name field '" + name + "'"
              : "source '" + source.declaration().name() + "' has no field '" + name + "'",
          Suggestions.hint(
              name, output.keySet(), "it names " + String.join(", ", output.keySet())));
      return;
    }
    if (entry.value() instanceof Yaml.Scalar scalar && scalar.none()) {
      into.put(canonical, null);
    } else if ((use.engine() != null || use.field().base() != 10)
        && entry.value() instanceof Yaml.Scalar scalar) {
      // Times of the engine are texts in messages and nanoseconds in alerts; numbers in other bases
      // are texts in both.
      into.put(canonical, scalar.text());
    } else {
      FieldLiteral.read(use.field(), entry.value(), mistakes)
          .ifPresent(literal -> into.put(canonical, literal.object()));
    }
  }

  /**
   * The name that alerts give to a field which the test may write otherwise, with a dot or in
   * brackets.
   */
  private static String canonical(
      String name,
      @Nullable FieldKey key,
      SourceFields.@Nullable Named field,
      Map<String, FieldUse> output) {
    if (key == null || field == null || output.containsKey(name)) {
      return name;
    }
    String argument = field.key() == null ? key.argument() : field.key();
    for (Map.Entry<String, FieldUse> named : output.entrySet()) {
      FieldUse use = named.getValue();
      if (use.field().name().equals(field.field().name())
          && Objects.equals(use.argument(), argument)) {
        return named.getKey();
      }
    }
    return name;
  }
}
