// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.LoadedRule;
import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.cost.CostMeter;
import io.eyrie.engine.cost.CostReport;
import io.eyrie.engine.cost.CostReport.ComparisonCost;
import io.eyrie.engine.cost.CostReport.RuleCost;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.ruletest.RuleLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie cost}. */
@Command(
    name = "cost",
    header = "Measure what rules cost over recorded events.",
    description = {
      "For each rule and each distinct comparison: how often it was asked, how often it held, and how"
          + " long it takes by itself per event, the fastest of several rounds. Each time contains what"
          + " the measuring itself takes, which is told."
    },
    footer = {
      "  eyrie cost --source aws_cloudtrail trail/",
      "  eyrie cost --source aws_cloudtrail -r my-rules.yaml --most 100 trail.json.gz",
      "  eyrie cost --source aws_cloudtrail --json trail/ | jq '.rules[] | select(.never_reached)'",
    })
final class CostCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      description = "The event source. Default: that of the rules, where all are of one.")
  private @Nullable String source;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long the timing may take, about. Default: 5")
  private int seconds = 5;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many rules and comparisons are shown, the dearest. Default: 20")
  private int most = 20;

  @Option(names = "--json", description = "Print one JSON object, with all rules and comparisons.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Recorded events: files or folders, or - for standard input.")
  private List<String> inputs = new ArrayList<>();

  CostCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    HostConfig config = options.read(terminal.surroundings());
    CostReport report;
    try (ScannedPlugins scanned = ScannedPlugins.open(config.pluginsDir())) {
      RuleLoad load = scanned.rules(config);
      String name = source == null ? only(load.sources()) : source;
      RecordedInput input = new RecordedInput(terminal, scanned, name);
      SourceFields fields = load.fields(name).orElseThrow();
      CostMeter meter = new CostMeter(fields, measured(load, name), load.forest(name));
      input.play(
          inputs,
          meter.index().demand(),
          extraction -> (type, time, _) -> meter.see(extraction, type, time));
      report = meter.report(Duration.ofSeconds(Math.max(0, seconds)));
    }
    if (json) {
      terminal.line(Json.line(shape(report)));
    } else {
      terminal.out().print(text(report, most));
      terminal.out().flush();
    }
    return Cli.OK;
  }

  private static String only(Set<String> sources) throws CommandFailed {
    if (sources.size() != 1) {
      throw new CommandFailed(
          "eyrie: of which source are the events? Name it with --source; the rules are of "
              + String.join(", ", sources));
    }
    return sources.iterator().next();
  }

  private static List<CostMeter.Measured> measured(RuleLoad load, String source) {
    RuleForest forest = load.forest(source);
    Set<String> active = new HashSet<>();
    for (RuleDescription rule : load.rules().rules()) {
      if (rule.active()) {
        active.add(rule.name());
      }
    }
    List<CostMeter.Measured> measured = new ArrayList<>();
    for (RuleTree tree : forest.trees()) {
      load.rule(tree.name())
          .map(LoadedRule::planned)
          .ifPresent(planned ->
              measured.add(new CostMeter.Measured(planned, tree, active.contains(tree.name()))));
    }
    return measured;
  }

  /** The report for people. */
  static String text(CostReport report, int most) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d events counted, the first %d timed%n"
                + "all active rules together take %.0f ns per event, extraction aside; every time"
                + " contains %.0f ns for the measuring itself%n%n",
            report.events(),
            report.timed(),
            report.togetherNanos(),
            report.measuringNanos()));
    Table rules = new Table("NS/EVENT", "EVALUATIONS", "LOOKS", "MATCHES", "RULE");
    for (RuleCost rule : report.rules().stream().limit(most).toList()) {
      rules.row(
          nanos(rule.nanos()),
          Long.toString(rule.evaluations()),
          rule.active() ? Long.toString(rule.looks()) : "-",
          Long.toString(rule.matches()),
          rule.rule() + (rule.active() ? "" : " (not active)"));
    }
    text.append(rules.render(0)).append(more(report.rules().size(), most, "rules")).append('\n');
    Table comparisons = new Table("NS/EVENT", "EVALUATIONS", "MATCHES", "RULES", "COMPARISON");
    for (ComparisonCost comparison : report.comparisons().stream().limit(most).toList()) {
      comparisons.row(
          nanos(comparison.nanos()),
          Long.toString(comparison.evaluations()),
          Long.toString(comparison.matches()),
          Integer.toString(comparison.rules()),
          comparison.text() + "  (" + comparison.place() + ")");
    }
    text.append(comparisons.render(0))
        .append(more(report.comparisons().size(), most, "comparisons"));
    List<String> never =
        report.rules().stream().filter(RuleCost::neverReached).map(RuleCost::rule).toList();
    text.append('\n')
        .append(never.size())
        .append(" rules were never reached: no event was of a type that they look at\n");
    never.forEach(rule -> text.append("  ").append(rule).append('\n'));
    return text.toString();
  }

  private static String nanos(double nanos) {
    return String.format(Locale.ROOT, "%.0f", nanos);
  }

  private static String more(int size, int most, String what) {
    return size > most ? "and " + (size - most) + " more " + what + "; see --most\n" : "";
  }

  /** The report for programs. */
  static Map<String, Object> shape(CostReport report) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("events", report.events());
    shape.put("timed_events", report.timed());
    shape.put("measuring_nanos", report.measuringNanos());
    shape.put("together_nanos", report.togetherNanos());
    List<Map<String, Object>> rules = new ArrayList<>();
    for (RuleCost rule : report.rules()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rule", rule.rule());
      one.put("place", rule.place());
      one.put("active", rule.active());
      one.put("evaluations", rule.evaluations());
      one.put("looks", rule.looks());
      one.put("matches", rule.matches());
      one.put("nanos", rule.nanos());
      one.put("never_reached", rule.neverReached());
      rules.add(one);
    }
    shape.put("rules", rules);
    List<Map<String, Object>> comparisons = new ArrayList<>();
    for (ComparisonCost comparison : report.comparisons()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("comparison", comparison.text());
      one.put("place", comparison.place());
      one.put("rules", comparison.rules());
      one.put("evaluations", comparison.evaluations());
      one.put("matches", comparison.matches());
      one.put("nanos", comparison.nanos());
      comparisons.add(one);
    }
    shape.put("comparisons", comparisons);
    return shape;
  }
}
