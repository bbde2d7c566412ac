// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.eyrie.dist.Eyrie.Run;
import io.eyrie.testkit.cloudtrail.CloudTrailTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alerts of recorded CloudTrail events, through the whole way of an event, with a rule for each
 * field that the source declares.
 */
@Tag("conformance")
final class ReplayConformanceIT {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Fields of several values, which outputs write in parentheses and the tree in brackets. */
  private static final List<String> LISTS =
      List.of("ec2.imageids", "ct.resources.accountids", "ct.resources.arns", "ct.resources.types");

  /** What is asked of the fields that take a pointer into the record. */
  private static final List<String> POINTERS =
      List.of("/eventName", "/userIdentity/type", "/requestParameters", "/resources/0/type");

  @TempDir Path folder;

  @Test
  void eachFieldOfEachEventIsInTheAlertOfItsRuleAsATreeHasIt() throws Exception {
    List<Path> files = CloudTrailTree.sharedFiles();
    assumeFalse(files.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    List<String> fields = declaredFields();
    Path rules = Files.writeString(folder.resolve("rules.yaml"), rules(fields));
    int alerts = 0;
    for (Path file : files) {
      List<CloudTrailTree> events = CloudTrailTree.eventsOf(file);
      Run run =
          Eyrie.command(
                  "replay",
                  "--source",
                  "aws_cloudtrail",
                  "-r",
                  rules.toString(),
                  "--json",
                  file.toString())
              .run();
      assertThat(run.exit()).as(run.err()).isZero();
      List<Map<String, String>> raised = byEvent(run.out(), events.size());
      for (int i = 0; i < events.size(); i++) {
        assertThat(raised.get(i))
            .as("%s, event %d", file, i + 1)
            .isEqualTo(expected(events.get(i)));
        alerts += raised.get(i).size();
      }
      assertThat(run.err())
          .contains("%d events judged by %d rules".formatted(events.size(), fields.size()));
    }
    System.out.printf(
        "compared %d alerts of %d rules over %d files%n", alerts, fields.size(), files.size());
  }

  /** The fields that the packaged source declares; those with an argument once for each pointer. */
  private static List<String> declaredFields() throws Exception {
    Run run = Eyrie.command("fields", "--source", "aws_cloudtrail", "--json").run();
    assertThat(run.exit()).as(run.err()).isZero();
    List<String> fields =
        MAPPER
            .readTree(run.out())
            .path(0)
            .path("fields")
            .valueStream()
            .filter(field -> !field.path("name").asString().startsWith("evt."))
            .flatMap(field -> {
              String name = field.path("name").asString();
              return field.path("argument_required").asBoolean()
                  ? POINTERS.stream().map(pointer -> name + "[" + pointer + "]")
                  : Stream.of(name);
            })
            .toList();
    assertThat(fields).hasSizeGreaterThan(70).contains("ct.name", "json.value[/eventName]");
    return fields;
  }

  private static String rules(List<String> fields) {
    return fields.stream()
        .map(field ->
            """
            - rule: %1$s
              desc: The event has this field.
              source: aws_cloudtrail
              condition: '%1$s exists'
              output: 'event %%evt.num has %%%1$s'
              priority: NOTICE
            """
                .formatted(field))
        .collect(Collectors.joining("\n"));
  }

  /** The value of the field that each alert is about, by event and rule. */
  private static List<Map<String, String>> byEvent(String lines, int events) throws IOException {
    List<Map<String, String>> found = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      found.add(new TreeMap<>());
    }
    for (String line : lines.lines().toList()) {
      JsonNode alert = MAPPER.readTree(line);
      String rule = alert.path("rule").asString();
      JsonNode fields = alert.path("output_fields");
      int event = fields.path("evt.num").asInt();
      JsonNode value = fields.path(rule);
      String text = text(value);
      assertThat(alert.path("output").asString())
          .endsWith(": Notice event %d has %s".formatted(event, text));
      assertThat(found.get(event - 1).put(rule, text)).as("%s comes once: %s", rule, line).isNull();
    }
    return found;
  }

  /** A value as the output writes it. */
  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(ReplayConformanceIT::text)
          .collect(Collectors.joining(",", "(", ")"));
    }
    return value.isString() ? value.asString() : value.toString();
  }

  private static Map<String, String> expected(CloudTrailTree event) {
    Map<String, String> fields = new TreeMap<>(event.fields());
    for (String list : LISTS) {
      fields.computeIfPresent(
          list, (_, text) -> "(" + text.substring(1, text.length() - 1).replace(", ", ",") + ")");
    }
    for (String pointer : POINTERS) {
      String value = event.value(pointer);
      if (value != null) {
        fields.put("json.value[" + pointer + "]", value);
        fields.put("jevt.value[" + pointer + "]", value);
      }
    }
    return fields;
  }
}
