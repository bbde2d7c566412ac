// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Location;
import io.eyrie.engine.diag.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Holds the loader against the recorded answers of the C++ engine: the verdict on each file, then
 * the codes, then the kinds of items around each problem, then the lines of those items, and the
 * verdict of the schema. What differs on purpose stands in {@code loader-differences.txt} with its
 * reason; what differs and does not stand there fails, and so does what stands there but is equal.
 *
 * <p>The C++ engine stops at the first error of a file and tells nothing that it would have found
 * later; ours tells everything. So for a file that is refused, what was recorded has to be among
 * what we say; for one that is accepted, both have to be the same.
 */
@Tag("conformance")
class LoaderConformanceTest {
  private static final Pattern CASE = Pattern.compile("(\\d{3}-[a-z_0-9]+?)(\\.\\d)?\\.yaml");

  private final RuleCompiler compiler = new RuleCompiler(List.of(TestCatalogue.source("syscall")));
  private Path shared = Path.of("");

  @BeforeEach
  void findTheReferenceData() {
    String property = System.getProperty("eyrie.shared", "");
    assumeTrue(!property.isEmpty(), "-Dshared=FOLDER names no reference data");
    shared = Path.of(System.getProperty("eyrie.root", ".")).resolve(property);
  }

  @Test
  void upstreamsOwnRulesLoadWithoutAnErrorOrAWarning() {
    LoadResult result =
        compiler.load(List.of(shared.resolve("data/rules-upstream/falco_rules.yaml")));
    assertThat(result.diagnostics().stream().map(CaretRenderer::render)).isEmpty();
    assertThat(result.rules().orElseThrow().rules()).hasSize(25).allMatch(RuleDescription::active);
  }

  @Test
  void theLoaderSaysWhatWasRecorded() throws IOException {
    Map<String, String> reasons = differences("loader-differences.txt");
    Set<String> stale = new LinkedHashSet<>(reasons.keySet());
    List<String> unexpected = new ArrayList<>();
    Map<String, List<Path>> cases = cases();
    assertThat(cases).hasSize(337);
    for (Map.Entry<String, List<Path>> one : cases.entrySet()) {
      for (String difference : compare(one.getKey(), one.getValue())) {
        String listed = one.getKey() + " " + difference.substring(0, difference.indexOf(':'));
        if (!stale.remove(listed) && !reasons.containsKey(listed)) {
          unexpected.add(one.getKey() + " " + difference);
        }
      }
    }
    assertThat(unexpected).as("differences without a reason").isEmpty();
    assertThat(stale).as("listed as different, but equal").isEmpty();
  }

  @Test
  void rulesMacrosAndListsAreDescribedAsRecorded() throws IOException {
    Map<String, String> reasons = differences("describe-differences.txt");
    Set<String> stale = new LinkedHashSet<>(reasons.keySet());
    List<String> unexpected = new ArrayList<>();
    int described = 0;
    for (Map.Entry<String, List<Path>> one : cases().entrySet()) {
      String file = one.getKey() + ".describe.json";
      LoadResult result = compiler.load(one.getValue());
      if (!Files.exists(shared.resolve("data/language/loader").resolve(file))
          || result.rules().isEmpty()) {
        continue;
      }
      described++;
      for (String difference : DescribedFacts.compare(json(file), result.describe())) {
        String listed = one.getKey() + " " + difference.substring(0, difference.indexOf(':'));
        if (!stale.remove(listed) && !reasons.containsKey(listed)) {
          unexpected.add(one.getKey() + " " + difference);
        }
      }
    }
    assertThat(described).isEqualTo(122);
    assertThat(unexpected).as("differences without a reason").isEmpty();
    assertThat(stale).as("listed as different, but equal").isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    LoadResult result = compiler.load(List.of(shared.resolve("no-such-file.yaml")));
    assertThat(result.errors())
        .extracting(d -> d.code().name())
        .containsExactly("LOAD_ERR_FILE_READ");
  }

  /** The first level at which each file differs, as {@code LEVEL: what}. */
  private List<String> compare(String name, List<Path> files) throws IOException {
    LoadResult result = compiler.load(files);
    Map<String, Object> recorded = json(name + ".json");
    List<Map<String, Object>> results = maps(recorded.get("falco_load_results"));
    if (results.isEmpty()) {
      boolean valid = Integer.valueOf(0).equals(recorded.get("exit"));
      return valid == result.errors().isEmpty() ? List.of() : List.of("verdict: " + first(result));
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Map<String, Object> there = results.get(i);
      String file = files.get(i).toString();
      List<Diagnostic> ours =
          result.diagnostics().stream().filter(d -> d.span().source().name().equals(file)).toList();
      compare(there, ours, differences);
      Object schema =
          result.files().get(i).schemaProblems().<Object>map(List::isEmpty).orElse("none");
      Object recordedSchema = Objects.requireNonNullElse(there.get("schema_valid"), "none");
      if (!schema.equals(recordedSchema)) {
        differences.add("schema: " + schema + ", not " + recordedSchema);
      }
    }
    return differences;
  }

  private static void compare(
      Map<String, Object> recorded, List<Diagnostic> ours, List<String> differences) {
    boolean valid = ours.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    if (valid != Boolean.TRUE.equals(recorded.get("successful"))) {
      differences.add("verdict: " + ours);
      return;
    }
    List<Map<String, Object>> theirs = new ArrayList<>(maps(recorded.get("errors")));
    theirs.addAll(maps(recorded.get("warnings")));
    if (differs(
            "codes",
            theirs,
            LoaderConformanceTest::code,
            ours,
            d -> d.code().name(),
            valid,
            differences)
        || differs(
            "items",
            theirs,
            e -> steps(e, false),
            ours,
            d -> steps(d, false),
            valid,
            differences)) {
      return;
    }
    differs("lines", theirs, e -> steps(e, true), ours, d -> steps(d, true), valid, differences);
  }

  private static boolean differs(
      String level,
      List<Map<String, Object>> theirs,
      Function<Map<String, Object>, String> their,
      List<Diagnostic> ours,
      Function<Diagnostic, String> our,
      boolean exactly,
      List<String> differences) {
    List<String> left = new ArrayList<>(ours.stream().map(our).toList());
    List<String> missing = new ArrayList<>();
    theirs.stream().map(their).filter(entry -> !left.remove(entry)).forEach(missing::add);
    if (missing.isEmpty() && (!exactly || left.isEmpty())) {
      return false;
    }
    differences.add(level + ": missing " + missing + ", more " + left);
    return true;
  }

  private static String code(Map<String, Object> entry) {
    return String.valueOf(entry.get("code"));
  }

  @SuppressWarnings("unchecked")
  private static String steps(Map<String, Object> entry, boolean lines) {
    Map<String, Object> context =
        (Map<String, Object>) Objects.requireNonNull(entry.get("context"));
    return maps(context.get("locations")).stream()
        .map(location -> {
          Map<String, Object> position =
              (Map<String, Object>) Objects.requireNonNull(location.get("position"));
          return location.get("item_type") + (lines ? "@" + position.get("line") : "");
        })
        .collect(Collectors.joining(" / ", code(entry) + " ", ""));
  }

  private static String steps(Diagnostic diagnostic, boolean lines) {
    List<Location> steps = diagnostic.locations();
    return steps.stream()
        .map(step -> step.type().word() + (lines ? "@" + step.line() : ""))
        .collect(Collectors.joining(" / ", diagnostic.code() + " ", ""));
  }

  private static String first(LoadResult result) {
    return result.errors().isEmpty() ? "valid" : result.errors().getFirst().summary();
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

  private Map<String, Object> json(String name) throws IOException {
    return new Yaml(new LoaderOptions())
        .load(Files.readString(shared.resolve("data/language/loader").resolve(name)));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(@Nullable Object list) {
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }

  /** Reasons by case and level. */
  private static Map<String, String> differences(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LoaderConformanceTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(
              Collectors.toMap(
                  line -> line.replaceFirst("^(\\S+ \\S+) .*", "$1"),
                  line -> line.replaceFirst("^\\S+ \\S+ +", "")));
    }
  }
}
