// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.engine.run.Match;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Conditions match the very events of the shared captures that the C++ engine found, and outputs
 * say what it said; what differs stands in {@code conditions-differences.tsv} and {@code
 * outputs-differences.tsv}, with the reason.
 */
@Tag("conformance")
class LanguageConformanceTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path folder;

  @Test
  void conditionsMatchTheSameEvents() throws Exception {
    Path language = SharedData.folder("language");
    assumeTrue(language != null, "-Dshared=FOLDER names no reference data");
    Differences differences = new Differences("conditions-differences.tsv");
    KnownRules rules = KnownRules.of(language.resolve("conditions.yaml"), folder);
    rules.left().forEach(rule -> differences.add(rule + "\tfields", "names unknown fields"));
    int pairs = conditions(language, rules.file(), rules.left(), differences);
    System.out.printf(
        "conditions: %d of %d (condition, capture) pairs match the same events%n",
        pairs - differences.count(), pairs);
    assertThat(differences.problems()).isEmpty();
  }

  static int conditions(Path language, Path rules, List<String> left, Differences differences)
      throws Exception {
    JsonNode expected = MAPPER.readTree(language.resolve("matches.json").toFile());
    int pairs = 0;
    for (Map.Entry<String, JsonNode> capture : expected.properties()) {
      Judged judged = judged(language, rules, capture.getKey());
      Map<String, List<Long>> found = new LinkedHashMap<>();
      for (Match match : judged.matches) {
        found.computeIfAbsent(match.rule(), _ -> new ArrayList<>()).add(match.eventNumber());
      }
      for (Map.Entry<String, JsonNode> rule : capture.getValue().properties()) {
        List<Long> wanted = rule.getValue().valueStream().map(JsonNode::asLong).toList();
        List<Long> numbers = found.getOrDefault(rule.getKey(), List.of());
        pairs++;
        if (!left.contains(rule.getKey()) && !numbers.equals(wanted)) {
          differences.add(
              rule.getKey() + "\t" + capture.getKey(),
              "missing " + without(wanted, numbers) + ", more " + without(numbers, wanted));
        }
      }
    }
    return pairs;
  }

  private static String without(List<Long> all, List<Long> some) {
    TreeSet<Long> rest = new TreeSet<>(all);
    some.forEach(rest::remove);
    return rest.size() > 10
        ? rest.size() + " such as " + rest.headSet(rest.stream().skip(5).findFirst().orElse(0L))
        : rest.toString();
  }

  @Test
  void outputsSayTheSame() throws Exception {
    Path language = SharedData.folder("language");
    assumeTrue(language != null, "-Dshared=FOLDER names no reference data");
    Differences differences = new Differences("outputs-differences.tsv");
    KnownRules rules = KnownRules.of(language.resolve("outputs.yaml"), folder);
    rules.left().forEach(rule -> differences.add(rule + "\tfields", "names unknown fields"));
    int values = outputs(language, rules.file(), rules.left(), differences);
    System.out.printf(
        "outputs: %d of %d messages and fields equal%n", values - differences.count(), values);
    assertThat(differences.problems()).isEmpty();
  }

  static int outputs(Path language, Path rules, List<String> left, Differences differences)
      throws Exception {
    JsonNode expected = MAPPER.readTree(language.resolve("outputs.json").toFile());
    int values = 0;
    for (Map.Entry<String, JsonNode> capture : expected.properties()) {
      Judged judged = judged(language, rules, capture.getKey());
      Map<String, List<Match>> found = new LinkedHashMap<>();
      for (Match match : judged.matches) {
        found.computeIfAbsent(match.rule(), _ -> new ArrayList<>()).add(match);
      }
      Map<String, Integer> next = new LinkedHashMap<>();
      for (JsonNode alert : capture.getValue()) {
        String rule = alert.path("rule").asString();
        int index = next.merge(rule, 1, Integer::sum) - 1;
        if (left.contains(rule)) {
          continue;
        }
        List<Match> matches = found.getOrDefault(rule, List.of());
        if (index >= matches.size()) {
          differences.add(rule + "\talert", capture.getKey() + ": no alert " + (index + 1));
          values++;
        } else {
          values += compare(capture.getKey(), alert.path("json"), matches.get(index), differences);
        }
      }
      found.forEach((rule, matches) -> {
        if (matches.size() > next.getOrDefault(rule, 0)) {
          differences.add(rule + "\talert", capture.getKey() + ": more alerts");
        }
      });
    }
    return values;
  }

  private static int compare(
      String capture, JsonNode wanted, Match match, Differences differences) {
    int values = 1;
    String place = capture + ", event " + match.eventNumber() + ": ";
    assertThat(match.timeNanos()).isEqualTo(wanted.path("output_fields").path("evt.time").asLong());
    assertThat(match.tags())
        .isEqualTo(wanted.path("tags").valueStream().map(JsonNode::asString).toList());
    if (!match.message().equals(wanted.path("message").asString())) {
      differences.add(
          match.rule() + "\tmessage",
          place + match.message() + " instead of " + wanted.path("message").asString());
    }
    for (Map.Entry<String, @Nullable Object> field : match.fields().entrySet()) {
      values++;
      JsonNode value = wanted.path("output_fields").path(field.getKey());
      if (!Values.same(value, field.getValue())) {
        differences.add(
            match.rule() + "\t" + field.getKey(),
            place + field.getValue() + " instead of " + value);
      }
    }
    for (Map.Entry<String, JsonNode> field : wanted.path("output_fields").properties()) {
      if (!field.getKey().equals("evt.time") && !match.fields().containsKey(field.getKey())) {
        values++;
        differences.add(
            match.rule() + "\t" + field.getKey(), place + "nothing instead of " + field.getValue());
      }
    }
    return values;
  }

  private static Judged judged(Path language, Path rules, String capture) throws Exception {
    Judged judged = Judged.of(rules, language.resolveSibling("scap").resolve(capture + ".scap"));
    assertThat(judged.malformed).isEmpty();
    return judged;
  }
}
