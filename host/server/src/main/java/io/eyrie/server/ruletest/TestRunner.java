// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.server.modules.LoadedPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs files of rule tests, in this process and on the caller's thread: no kernel, no network, no
 * host. One runner is for one run.
 */
public final class TestRunner {

  private final TestLoader loader;
  private final EventPlayer player;
  private final IdentityHashMap<RuleForest, CoverageMeter> meters = new IdentityHashMap<>();
  private final List<CoverageMeter> metersInOrder = new ArrayList<>();

  /**
   * A runner.
   *
   * @param plugins what judges records of logs, and declares the fields of all sources
   * @param settings what rules may name besides
   * @param scratch a folder for temporary files
   */
  public TestRunner(List<LoadedPlugin> plugins, RuleSettings settings, Path scratch) {
    this.player = new EventPlayer(plugins, scratch);
    this.loader = new TestLoader(LoadedPlugin.declarations(plugins), settings, player::readable);
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
  public Set<String> namedRules() {
    return loader.named();
  }

  private FileReport run(String name, Path path, TestSelection selection)
      throws InterruptedException {
    TestLoader.Ready ready = loader.load(name, path, selection::selects);
    List<TestResult> outcomes = new ArrayList<>();
    RuleLoad load = ready.load();
    if (load != null) {
      for (BoundTest test : ready.tests()) {
        outcomes.add(run(test, load.forest(test.source())));
      }
    }
    return new FileReport(name, ready.refusals(), outcomes);
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
