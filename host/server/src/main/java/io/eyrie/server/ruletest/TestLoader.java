// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.server.rules.RuleFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads files of tests, loads the rules that they are about, and makes the tests ready to run. */
final class TestLoader {

  private final List<SourceDeclaration> declarations;
  private final RuleSettings settings;
  private final Predicate<String> readable;
  private final Map<List<Path>, LoadResult> results = new LinkedHashMap<>();
  private final Map<List<Path>, RuleLoad> loads = new LinkedHashMap<>();
  private final Set<String> named = new TreeSet<>();

  /**
   * A loader that loads each set of rule files once.
   *
   * @param settings what rules may name besides
   * @param readable whether a source's plugin can read records
   */
  TestLoader(
      List<SourceDeclaration> declarations, RuleSettings settings, Predicate<String> readable) {
    this.declarations = declarations;
    this.settings = settings;
    this.readable = readable;
  }

  /**
   * A file that was made ready.
   *
   * @param refusals why it can't be run, each as text for people
   * @param load the rules; null when they can't be run
   */
  record Ready(List<String> refusals, @Nullable RuleLoad load, List<BoundTest> tests) {}

  /** The names of all rules that tests name, whether they were selected or not. */
  Set<String> named() {
    return named;
  }

  /** The selected tests of a file. */
  Ready load(String name, Path path, Predicate<RuleTest> selection) {
    String text;
    try {
      text = Files.readString(path);
    } catch (CharacterCodingException _) {
      return refused(
          CaretRenderer.render(name + ": error: the file is not UTF-8", null, "save it in UTF-8"));
    } catch (IOException e) {
      String reason = Files.exists(path) ? e.getClass().getSimpleName() : "there is no such file";
      return refused(
          CaretRenderer.render(
              name + ": error: the file can't be read: " + reason,
              null,
              "check the path and its permissions"));
    }
    SourceText source = new SourceText(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    Mistakes mistakes = new Mistakes();
    TestFile file = TestFileReader.read(path, source, mistakes);
    if (!mistakes.none()) {
      return refused(mistakes);
    }
    file.tests().forEach(test -> named.addAll(test.named().keySet()));
    LoadResult result =
        results.computeIfAbsent(
            file.rules(),
            paths -> new RuleCompiler(declarations, settings).load(RuleFiles.named(paths)));
    if (result.rules().isEmpty()) {
      return new Ready(
          result.errors().stream().map(CaretRenderer::render).toList(), null, List.of());
    }
    RuleLoad load = loads.computeIfAbsent(file.rules(), _ -> new RuleLoad(result));
    List<BoundTest> tests = new ArrayList<>();
    TestBinder binder = new TestBinder(file, load, readable, mistakes);
    for (RuleTest test : file.tests()) {
      BoundTest bound = selection.test(test) ? binder.bind(test) : null;
      if (bound != null) {
        tests.add(bound);
      }
    }
    return mistakes.none() ? new Ready(List.of(), load, tests) : refused(mistakes);
  }

  private static Ready refused(String text) {
    return new Ready(List.of(text), null, List.of());
  }

  private static Ready refused(Mistakes mistakes) {
    return new Ready(mistakes.sorted().stream().map(Mistake::render).toList(), null, List.of());
  }
}
