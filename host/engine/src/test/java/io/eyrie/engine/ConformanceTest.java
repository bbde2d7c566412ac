// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds the loader against the recorded answers of the C++ engine. Where the verdict differs on
 * purpose, {@code loader-differences.txt} gives the reason.
 */
@Tag("conformance")
class ConformanceTest {
  private static final Pattern CASE = Pattern.compile("(\\d{3}-[a-z_0-9]+?)(\\.\\d)?\\.yaml");
  private static final Pattern PARAMETER = Pattern.compile("\\b([a-z][a-z_]*):[a-z0-9]+:");

  private Path shared = Path.of("");

  @BeforeEach
  void findTheReferenceData() {
    String property = System.getProperty("eyrie.shared", "");
    assumeTrue(!property.isEmpty(), "-Dshared=FOLDER names no reference data");
    shared = Path.of(System.getProperty("eyrie.root", ".")).resolve(property);
  }

  @Test
  void upstreamsOwnRulesLoadWithoutAnError() throws IOException {
    LoadResult result =
        new RuleCompiler(List.of(syscall()))
            .load(List.of(shared.resolve("data/rules-upstream/falco_rules.yaml")));
    assertThat(result.errors().stream().map(CaretRenderer::render)).isEmpty();
    assertThat(result.warnings().stream().map(CaretRenderer::render)).isEmpty();
    assertThat(result.rules().orElseThrow().rules()).hasSize(25).allMatch(RuleDescription::active);
  }

  @Test
  void theRecordedConditionsAndOutputsCompile() throws IOException {
    for (String file : List.of("conditions.yaml", "outputs.yaml")) {
      LoadResult result =
          new RuleCompiler(List.of(syscall()))
              .load(List.of(shared.resolve("data/language").resolve(file)));
      assertThat(
              result.errors().stream()
                  .filter(error ->
                      error.code() == Code.LOAD_ERR_COMPILE_CONDITION
                          || error.code() == Code.LOAD_ERR_COMPILE_OUTPUT)
                  .map(CaretRenderer::render))
          .as(file)
          .isEmpty();
    }
  }

  @Test
  void theLoaderGivesTheRecordedVerdict() throws IOException {
    RuleCompiler compiler = new RuleCompiler(List.of(syscall()));
    Map<String, String> reasons = differences();
    List<String> unexpected = new ArrayList<>();
    Set<String> expectedButEqual = new LinkedHashSet<>(reasons.keySet());
    Map<String, List<Path>> cases = cases();
    assertThat(cases).hasSizeGreaterThan(330);
    cases.forEach((name, files) -> {
      LoadResult result = compiler.load(files);
      boolean valid = result.errors().isEmpty();
      if (valid == recordedAsValid(name)) {
        return;
      }
      if (!expectedButEqual.remove(name)) {
        String first = result.errors().isEmpty() ? "valid" : result.errors().getFirst().summary();
        unexpected.add(name + " is " + first);
      }
    });
    assertThat(unexpected).as("verdicts that differ without a reason").isEmpty();
    assertThat(expectedButEqual).as("listed as different, but equal").isEmpty();
  }

  private Map<String, List<Path>> cases() throws IOException {
    Map<String, List<Path>> cases = new TreeMap<>();
    try (Stream<Path> files = Files.list(shared.resolve("data/language/loader"))) {
      files
          .sorted()
          .forEach(file -> {
            Matcher matcher = CASE.matcher(file.getFileName().toString());
            if (matcher.matches()) {
              cases.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>()).add(file);
            }
          });
    }
    return cases;
  }

  private boolean recordedAsValid(String name) {
    try {
      String json =
          Files.readString(shared.resolve("data/language/loader").resolve(name + ".json"));
      return json.contains("\"successful\"")
          && !json.matches("(?s).*\"successful\"\\s*:\\s*false.*");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> differences() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ConformanceTest.class.getResourceAsStream("loader-differences.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf(' ')),
                  line -> line.substring(line.indexOf(' ') + 1).strip()));
    }
  }

  /** A catalogue of all that the C++ engine knows of system calls; of use for loading only. */
  private SourceDeclaration syscall() throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    Set<String> eventTypes = new LinkedHashSet<>();
    List<String> lines = Files.readAllLines(shared.resolve("reference/fields-syscall.tsv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split("\t");
      if (!columns[0].matches("[a-z_0-9.]+") || columns[5].startsWith("tables only")) {
        continue;
      }
      Field field = Field.of(columns[0], type(columns[2]), "See the reference.");
      field = columns[4].equals("yes") ? field.asList() : field;
      fields.put(columns[0], field.withArgument(argument(columns[3])));
    }
    List<String> events = Files.readAllLines(shared.resolve("reference/events.tsv"));
    for (String line : events.subList(1, events.size())) {
      String[] columns = line.split("\t", -1);
      eventTypes.add(columns[2]);
      Matcher parameter = PARAMETER.matcher(columns[columns.length - 1]);
      while (parameter.find()) {
        String name = "evt.arg." + parameter.group(1);
        fields.put(name, Field.of(name, FieldType.STRING, "See the reference."));
      }
    }
    List<String> calls = Files.readAllLines(shared.resolve("reference/scap-native-syscalls.tsv"));
    calls.subList(1, calls.size()).forEach(line -> eventTypes.add(line.split("\t")[3]));
    eventTypes.remove("");
    return SourceDeclaration.builder("syscall")
        .eventTypes(List.copyOf(eventTypes))
        .fields(List.copyOf(fields.values()))
        .provides("container", "0.7.1")
        .build();
  }

  private static FieldType type(String name) {
    return switch (name) {
      case "bool" -> FieldType.BOOL;
      case "bytebuf" -> FieldType.BYTES;
      case "double" -> FieldType.DOUBLE;
      case "ipaddr" -> FieldType.IP;
      case "ipnet" -> FieldType.IPNET;
      case "port" -> FieldType.PORT;
      case "abstime" -> FieldType.ABSTIME;
      case "reltime" -> FieldType.RELTIME;
      case "uint32", "uint64" -> FieldType.UINT64;
      case "int16", "int32", "int64" -> FieldType.INT64;
      default -> FieldType.STRING;
    };
  }

  private static Argument argument(String form) {
    if (form.equals("-")) {
      return Argument.NONE;
    }
    boolean required = form.startsWith("required");
    boolean index =
        form.contains("index")
            || form.contains("level")
            || form.contains("number")
            || form.contains("position");
    boolean key =
        form.contains("key")
            || form.contains("NAME")
            || form.contains(".")
            || form.contains("timestamp");
    return index && key
        ? required ? Argument.REQUIRED_INDEX_OR_KEY : Argument.OPTIONAL_INDEX_OR_KEY
        : index
            ? required ? Argument.REQUIRED_INDEX : Argument.OPTIONAL_INDEX
            : required ? Argument.REQUIRED_KEY : Argument.OPTIONAL_KEY;
  }
}
