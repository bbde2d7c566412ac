// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.rules.RuleFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs files of rule tests, in this process and on the caller's thread: no kernel, no network, no
 * host. One runner is for one run.
 */
public final class TestRunner {

  private final List<SourceDeclaration> declarations;
  private final EventPlayer player;
  private final Map<List<Path>, LoadResult> results = new LinkedHashMap<>();
  private final Map<List<Path>, RuleLoad> loads = new LinkedHashMap<>();
  private final Map<RuleForest, CoverageMeter> meters = new java.util.IdentityHashMap<>();
  private final List<CoverageMeter> metersInOrder = new ArrayList<>();
  private final TreeSet<String> named = new TreeSet<>();

  /**
   * A runner.
   *
   * @param plugins what judges records of logs, and declares the fields of all sources
   * @param scratch a folder for temporary files
   */
  public TestRunner(List<LoadedPlugin> plugins, Path scratch) {
    this.declarations = LoadedPlugin.declarations(plugins);
    this.player = new EventPlayer(plugins, scratch);
  }

  /**
   * Runs the tests of these files in their order.
   *
   * @param files the files by the names that messages give them
   */
  public TestReport run(Map<String, Path> files, TestSelection selection)
      throws InterruptedException {
    long began = System.nanoTime();
    List<FileReport> reports = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      reports.add(run(file.getKey(), file.getValue(), selection));
    }
    List<RuleCoverage> coverage = new ArrayList<>();
    for (CoverageMeter meter : metersInOrder) {
      for (RuleCoverage rule : meter.coverage()) {
        if (rule.macro() ? selection.rules().isEmpty() : selection.selects(rule.name())) {
          coverage.add(rule);
        }
      }
    }
    return new TestReport(reports, Duration.ofNanos(System.nanoTime() - began), coverage);
  }

  /** The names of all rules that tests of the files name, whether they were selected or not. */
  public TreeSet<String> namedRules() {
    return named;
  }

  private FileReport run(String name, Path path, TestSelection selection)
      throws InterruptedException {
    Mistakes mistakes = new Mistakes();
    String text;
    try {
      text = Files.readString(path);
    } catch (CharacterCodingException _) {
      return refused(name, name + ": error: the file is not UTF-8\n  hint: save it in UTF-8\n");
    } catch (IOException e) {
      String reason = Files.exists(path) ? e.getClass().getSimpleName() : "there is no such file";
      return refused(
          name,
          CaretRenderer.render(
              name + ": error: the file can't be read: " + reason,
              null,
              "check the path and its permissions"));
    }
    TestFile file =
        TestFileReader.read(
            path,
            new SourceText(name, text.startsWith("\uFEFF") ? text.substring(1) : text),
            mistakes);
    if (!mistakes.none()) {
      return refused(name, mistakes);
    }
    file.tests().forEach(test -> named.addAll(test.named().keySet()));
    LoadResult result =
        results.computeIfAbsent(
            file.rules(),
            paths ->
                new RuleCompiler(declarations)
                    .load(RuleFiles.of(paths.stream().map(TestRunner::named).toList())));
    if (result.rules().isEmpty()) {
      return new FileReport(
          name, result.errors().stream().map(CaretRenderer::render).toList(), List.of());
    }
    RuleLoad load =
        loads.computeIfAbsent(file.rules(), _ -> new RuleLoad(result.rules().orElseThrow()));
    List<BoundTest> tests = new ArrayList<>();
    TestBinder binder = new TestBinder(file, load, player::readable, mistakes);
    for (RuleTest test : file.tests()) {
      if (selection.selects(test)) {
        BoundTest bound = binder.bind(test);
        if (bound != null) {
          tests.add(bound);
        }
      }
    }
    if (!mistakes.none()) {
      return refused(name, mistakes);
    }
    List<TestResult> outcomes = new ArrayList<>();
    for (BoundTest test : tests) {
      outcomes.add(run(test, load.forest(test.source())));
    }
    return new FileReport(name, List.of(), outcomes);
  }

  /** Messages name files as people do: from where they are. */
  private static Path named(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = path.toAbsolutePath().normalize();
    return whole.startsWith(here) ? here.relativize(whole) : whole;
  }

  private static FileReport refused(String name, String text) {
    return new FileReport(name, List.of(text), List.of());
  }

  private static FileReport refused(String name, Mistakes mistakes) {
    return new FileReport(
        name, mistakes.sorted().stream().map(Mistake::render).toList(), List.of());
  }

  private TestResult run(BoundTest test, RuleForest forest) throws InterruptedException {
    long began = System.nanoTime();
    CoverageMeter meter =
        meters.computeIfAbsent(
            forest,
            _ -> {
              CoverageMeter fresh = new CoverageMeter(forest);
              metersInOrder.add(fresh);
              return fresh;
            });
    TestJudge judge = new TestJudge(test, forest);
    player.play(
        test,
        sighting -> {
          judge.saw(sighting);
          meter.count(sighting);
        },
        judge::unjudged);
    return new TestResult(
        test.test().name().text(),
        test.test().name().span(),
        judge.findings(),
        Duration.ofNanos(System.nanoTime() - began));
  }
}
