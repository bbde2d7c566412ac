// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.ruletest.Yaml.Entry;
import io.eyrie.server.ruletest.Yaml.Items;
import io.eyrie.server.ruletest.Yaml.Keys;
import io.eyrie.server.ruletest.Yaml.Scalar;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of rule tests; every key that it does not know is a mistake. */
final class TestFileReader {

  private static final Set<String> FILE_KEYS =
      keys("rules", "source", "matching", "defaults", "tests");
  private static final Set<String> TEST_KEYS =
      keys("test", "source", "rule", "matching", "event", "events", "expect");
  private static final Set<String> EVENT_KEYS = keys("type", "time", "json", "file");
  private static final Set<String> ALERT_KEYS =
      keys("rule", "event", "times", "priority", "message", "fields");

  private final Path path;
  private final SourceText text;
  private final Mistakes mistakes;

  private @Nullable Name source;
  private RuleMatching matching = RuleMatching.ALL;
  private Map<String, Entry> defaults = Map.of();

  private TestFileReader(Path path, SourceText text, Mistakes mistakes) {
    this.path = path;
    this.text = text;
    this.mistakes = mistakes;
  }

  /** The tests of a text; what is wrong with it goes to the mistakes. */
  static TestFile read(Path path, SourceText text, Mistakes mistakes) {
    return new TestFileReader(path, text, mistakes).read();
  }

  private static Set<String> keys(String... names) {
    return new LinkedHashSet<>(List.of(names));
  }

  private TestFile read() {
    Yaml document = YamlReader.read(text, mistakes);
    List<Path> rules = new ArrayList<>();
    List<RuleTest> tests = new ArrayList<>();
    switch (document) {
      case null -> {
        if (mistakes.none()) {
          mistakes.at(text.span(0, 0), "there are no tests in this file", "begin with 'tests:'");
        }
      }
      case Keys keys -> file(keys, rules, tests);
      case Items items ->
          mistakes.at(
              items.span(),
              "a file of rule tests is a map, not a list",
              "put the tests under a key 'tests:'");
      case Scalar scalar ->
          mistakes.at(scalar.span(), "a file of rule tests is a map", "begin with 'tests:'");
    }
    return new TestFile(path, text, List.copyOf(rules), List.copyOf(tests));
  }

  private void file(Keys file, List<Path> rules, List<RuleTest> tests) {
    refuseUnknown(file, FILE_KEYS, "a file of rule tests");
    source = word(file, "source");
    matching = matching(file, RuleMatching.ALL);
    Entry common = file.entries().get("defaults");
    if (common != null && common.value() instanceof Keys keys) {
      refuseUnknown(keys, EVENT_KEYS, "an event");
      defaults = keys.entries();
    } else if (common != null) {
      wanted(common.value(), "a map of what events have unless they say otherwise");
    }
    rules.addAll(ruleFiles(file));
    Entry list = file.entries().get("tests");
    if (list == null) {
      mistakes.at(firstLine(file), "the key 'tests' is missing", "list the tests under it");
    } else if (list.value() instanceof Items items) {
      if (items.items().isEmpty()) {
        mistakes.at(list.key(), "there are no tests in this list", "add one: '- test: NAME'");
      }
      Map<String, Span> names = new LinkedHashMap<>();
      for (Yaml item : items.items()) {
        if (mistakes.full()) {
          break;
        }
        if (item instanceof Keys keys) {
          RuleTest test = test(keys, names);
          if (test != null) {
            tests.add(test);
          }
        } else {
          wanted(item, "a test, which is a map that begins with 'test: NAME'");
        }
      }
    } else {
      wanted(list.value(), "a list of tests");
    }
  }

  private List<Path> ruleFiles(Keys file) {
    Entry listed = file.entries().get("rules");
    if (listed == null) {
      Path beside = beside();
      if (beside != null) {
        return List.of(beside);
      }
      mistakes.at(
          text.span(0, 0),
          "no rule file stands beside this file under its name",
          "name the rule files, as in 'rules: [my-rules.yaml]'");
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    for (Name name : words(listed.value(), "the path of a rule file")) {
      Path resolved = resolve(name);
      if (resolved != null) {
        files.add(resolved);
      }
    }
    return files;
  }

  private @Nullable Path beside() {
    String name = String.valueOf(path.getFileName()).replaceAll("\\.test\\.ya?ml$", "");
    for (String ending : new String[] {".yaml", ".yml"}) {
      Path candidate = path.resolveSibling(name + ending);
      if (Files.exists(candidate) && !candidate.equals(path)) {
        return candidate;
      }
    }
    return null;
  }

  private @Nullable Path resolve(Name name) {
    try {
      Path resolved = path.resolveSibling(name.text()).normalize();
      if (!Files.exists(resolved)) {
        mistakes.at(
            name.span(),
            "there is no file '" + name.text() + "'",
            "paths are relative to this file: " + resolved);
        return null;
      }
      return resolved;
    } catch (InvalidPathException _) {
      mistakes.at(name.span(), "'" + name.text() + "' is no path", null);
      return null;
    }
  }

  private @Nullable RuleTest test(Keys keys, Map<String, Span> names) {
    refuseUnknown(keys, TEST_KEYS, "a test");
    Name name = word(keys, "test");
    if (name == null) {
      if (!keys.entries().containsKey("test")) {
        mistakes.at(firstLine(keys), "this test has no name", "add 'test: NAME' to it");
      }
      return null;
    }
    Span earlier = names.putIfAbsent(name.text(), name.span());
    if (earlier != null) {
      mistakes.at(
          name.span(),
          "a test of this name is on line " + earlier.line(),
          "give each test of a file its own name");
    }
    Entry rule = keys.entries().get("rule");
    Entry expect = keys.entries().get("expect");
    if (expect == null) {
      mistakes.at(
          name.span(),
          "this test expects nothing",
          "add 'expect: [RULE]' for alerts, or 'expect: none' for silence");
    }
    Name own = word(keys, "source");
    return new RuleTest(
        name,
        own == null ? source : own,
        rule == null ? List.of() : words(rule.value(), "the name of a rule"),
        matching(keys, matching),
        events(keys, name),
        expect == null ? List.of() : expected(expect.value()));
  }

  private List<TestEvent> events(Keys test, Name name) {
    List<TestEvent> events = new ArrayList<>();
    boolean some = false;
    for (String key : new String[] {"event", "events"}) {
      Entry entry = test.entries().get(key);
      if (entry == null) {
        continue;
      }
      List<Yaml> items =
          entry.value() instanceof Items list ? list.items() : List.of(entry.value());
      some |= !items.isEmpty();
      for (Yaml item : items) {
        if (item instanceof Keys keys) {
          TestEvent event = event(keys);
          if (event != null) {
            events.add(event);
          }
        } else {
          wanted(item, "an event, such as {type: open, fd.name: /etc/shadow}");
        }
      }
    }
    if (!test.entries().containsKey("event") && !test.entries().containsKey("events")) {
      mistakes.at(name.span(), "this test has no event", "add 'event: {...}' or 'events: [...]'");
    } else if (test.entries().containsKey("event") && test.entries().containsKey("events")) {
      mistakes.at(
          test.entries().get("event").key(),
          "this test has both 'event' and 'events'",
          "put all of them into 'events'");
    } else if (!some) {
      mistakes.at(name.span(), "this test has no event", "add one to 'events'");
    }
    return List.copyOf(events);
  }

  private @Nullable TestEvent event(Keys event) {
    refuseUnknown(event, EVENT_KEYS, "an event");
    Entry json = event.entries().get("json");
    Entry file = event.entries().get("file");
    if (json != null || file != null) {
      for (Map.Entry<String, Entry> other : event.entries().entrySet()) {
        if (!other.getKey().equals(json != null ? "json" : "file")) {
          mistakes.at(
              other.getValue().key(),
              "beside '" + (json != null ? "json" : "file") + "' an event has no other key",
              "values of fields come out of the record");
        }
      }
      return json != null ? json(json) : file(event);
    }
    Map<String, Entry> all = new LinkedHashMap<>(defaults);
    all.keySet().removeIf(key -> key.equals("json") || key.equals("file"));
    all.putAll(event.entries());
    Map<String, Entry> fields = new LinkedHashMap<>();
    all.forEach((key, entry) -> {
      boolean none = entry.value() instanceof Scalar scalar && scalar.none();
      if (key.contains(".") && !none) {
        fields.put(key, entry);
      }
    });
    Set<String> usual = new LinkedHashSet<>(fields.keySet());
    usual.removeAll(event.entries().keySet());
    Keys merged = new Keys(all, event.span());
    return new TestEvent.Literal(
        word(merged, "type"), word(merged, "time"), fields, usual, event.span());
  }

  private @Nullable TestEvent json(Entry entry) {
    if (entry.value() instanceof Scalar scalar) {
      return new TestEvent.Json(scalar.text(), entry.key());
    }
    Entry common = defaults.get("json");
    Object record = YamlJson.value(entry.value());
    if (common != null) {
      record = YamlJson.merge(YamlJson.value(common.value()), record);
    }
    return new TestEvent.Json(YamlJson.text(record), entry.key());
  }

  private @Nullable TestEvent file(Keys event) {
    Name name = word(event, "file");
    if (name == null || resolve(name) == null) {
      return null;
    }
    return new TestEvent.Records(name, name.span());
  }

  private List<ExpectedAlert> expected(Yaml value) {
    if (value instanceof Scalar scalar && scalar.text().equals("none") && scalar.plain()) {
      return List.of();
    }
    List<Yaml> items = value instanceof Items list ? list.items() : List.of(value);
    List<ExpectedAlert> alerts = new ArrayList<>();
    for (Yaml item : items) {
      switch (item) {
        case Scalar scalar when !scalar.none() ->
            alerts.add(
                new ExpectedAlert(
                    new Name(scalar.text(), scalar.span()),
                    0,
                    1,
                    null,
                    null,
                    Map.of(),
                    item.span()));
        case Keys keys -> {
          ExpectedAlert alert = alert(keys);
          if (alert != null) {
            alerts.add(alert);
          }
        }
        case Scalar _, Items _ ->
            wanted(item, "the name of a rule or a map with 'rule:', or 'none' for silence");
      }
    }
    return List.copyOf(alerts);
  }

  private @Nullable ExpectedAlert alert(Keys keys) {
    refuseUnknown(keys, ALERT_KEYS, "an expected alert");
    Name rule = word(keys, "rule");
    if (rule == null) {
      if (!keys.entries().containsKey("rule")) {
        mistakes.at(firstLine(keys), "this alert is of no rule", "add 'rule: NAME' to it");
      }
      return null;
    }
    int event = 0;
    Name number = word(keys, "event");
    if (number != null) {
      if (number.text().matches("[1-9]\\d{0,8}")) {
        event = Integer.parseInt(number.text());
      } else {
        mistakes.at(
            number.span(),
            "'" + number.text() + "' is no number of an event",
            "events of a test are counted from 1");
      }
    }
    int times = times(keys, number);
    Entry fields = keys.entries().get("fields");
    Map<String, Entry> values = Map.of();
    if (fields != null && fields.value() instanceof Keys map) {
      values = map.entries();
    } else if (fields != null) {
      wanted(fields.value(), "a map of fields and their values");
    }
    return new ExpectedAlert(
        rule, event, times, word(keys, "priority"), word(keys, "message"), values, keys.span());
  }

  private int times(Keys keys, @Nullable Name event) {
    Name times = word(keys, "times");
    if (times == null) {
      return 1;
    }
    if (!times.text().matches("[1-9]\\d{0,3}")) {
      mistakes.at(
          times.span(),
          "'" + times.text() + "' is no number of alerts from 1 to 9999",
          "for silence leave the alert out");
      return 1;
    }
    if (event != null) {
      mistakes.at(
          times.span(),
          "an event raises an alert of a rule once",
          "leave out 'times', or 'event' if several events raise it");
    }
    return Integer.parseInt(times.text());
  }

  private RuleMatching matching(Keys keys, RuleMatching otherwise) {
    Name word = word(keys, "matching");
    return switch (word == null ? "" : word.text()) {
      case "" -> otherwise;
      case "all" -> RuleMatching.ALL;
      case "first" -> RuleMatching.FIRST;
      default -> {
        mistakes.at(
            word == null ? firstLine(keys) : word.span(),
            "'" + (word == null ? "" : word.text()) + "' is no way of matching",
            "write 'all', or 'first' to stop at the first rule that matches an event");
        yield otherwise;
      }
    };
  }

  private void refuseUnknown(Keys keys, Set<String> known, String what) {
    boolean events = known.equals(EVENT_KEYS);
    keys.entries()
        .forEach((key, entry) -> {
          if (known.contains(key) || (events && key.contains("."))) {
            return;
          }
          mistakes.at(
              entry.key(),
              "unknown key '" + key + "' of " + what,
              Suggestions.hint(
                  key,
                  known,
                  "its keys are "
                      + String.join(", ", known)
                      + (events ? ", and names of fields, which have a '.'" : "")));
        });
  }

  private @Nullable Name word(Keys keys, String key) {
    Entry entry = keys.entries().get(key);
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof Scalar scalar && !scalar.none()) {
      return new Name(scalar.text(), scalar.span());
    }
    wanted(entry.value(), "a single value for '" + key + "'");
    return null;
  }

  private List<Name> words(Yaml value, String what) {
    List<Yaml> items = value instanceof Items list ? list.items() : List.of(value);
    List<Name> words = new ArrayList<>();
    for (Yaml item : items) {
      if (item instanceof Scalar scalar && !scalar.none()) {
        words.add(new Name(scalar.text(), scalar.span()));
      } else {
        wanted(item, what);
      }
    }
    return List.copyOf(words);
  }

  private void wanted(Yaml value, String what) {
    mistakes.at(value.span(), value.kind() + " stands here", "write " + what);
  }

  private static Span firstLine(Keys keys) {
    return keys.span();
  }
}
