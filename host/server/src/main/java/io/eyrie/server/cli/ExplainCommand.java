// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.explain.Explainer;
import io.eyrie.server.explain.Explanation;
import io.eyrie.server.explain.ExplanationShape;
import io.eyrie.server.explain.ExplanationText;
import io.eyrie.server.explain.Question;
import io.eyrie.server.ruletest.RuleLoad;
import io.eyrie.server.ruletest.TestEvents;
import io.eyrie.server.ruletest.TestFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie explain}. */
@Command(
    name = "explain",
    header = "Say why rules match events, or why not.",
    description = {
      "For one rule: each event with the truth of every part of the condition, the values of the"
          + " fields, the exception that kept it silent, the earlier rule that took the event. Without"
          + " --rule: a line for each rule, the nearest misses first."
    },
    footer = {
      "  eyrie explain --rule 'Root Changed Something' --source aws_cloudtrail trail.json.gz",
      "  eyrie explain --source aws_cloudtrail --event 7 trail.json.gz",
      "  eyrie explain --rule 'My Rule' my-rules.test.yaml",
    })
final class ExplainCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--rule", paramLabel = "NAME", description = "The rule to explain.")
  private @Nullable String rule;

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      description = "The event source of recorded events. Default: that of the rule.")
  private @Nullable String source;

  @Option(
      names = "--event",
      paramLabel = "N",
      description = "Only this event, counted from 1; may be repeated.")
  private Set<Long> events = new LinkedHashSet<>();

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many events are shown, the nearest ones. Default: 5")
  private int most = 5;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Recorded events: files or folders, or - for standard input. Or one file of rule tests,"
              + " *.test.yaml, with the rules that it loads.")
  private List<String> inputs = new ArrayList<>();

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    HostConfig config = options.read(terminal.surroundings());
    Explanation explanation;
    try (ScannedPlugins scanned = ScannedPlugins.open(config.pluginsDir())) {
      Path path = terminal.surroundings().workingDirectory().resolve(inputs.getFirst()).normalize();
      explanation =
          TestFiles.isTestFile(path) ? ofTests(path, scanned, config) : ofRecords(scanned, config);
    }
    if (json) {
      terminal.line(Json.line(ExplanationShape.of(explanation)));
    } else {
      terminal.out().print(ExplanationText.of(explanation, rule != null));
      terminal.out().flush();
    }
    return Cli.OK;
  }

  private Question question(RuleLoad load, HostConfig config) throws CommandFailed {
    if (rule != null && load.rule(rule).isEmpty()) {
      throw new CommandFailed(
          "eyrie: there is no rule '"
              + rule
              + "'; "
              + Suggestions.hint(
                  rule,
                  load.names(),
                  load.names().size() + " rules are loaded; -r names other rule files"));
    }
    return new Question(
        Optional.ofNullable(rule), events, most, config.priority(), config.ruleMatching());
  }

  private Explanation ofTests(Path path, ScannedPlugins scanned, HostConfig config)
      throws CommandFailed, InterruptedException {
    if (inputs.size() > 1) {
      throw new CommandFailed("eyrie: of files of rule tests, one at a time is explained");
    }
    TestEvents tests =
        TestEvents.read(
            inputs.getFirst(),
            path,
            scanned.modules().loaded(),
            config.ruleSettings().onlyStaticFields(),
            scanned.scratch());
    RuleLoad load =
        tests.rules().orElseThrow(() -> new CommandFailed(String.join("", tests.refusals())));
    Explainer explainer = new Explainer(load, question(load, config));
    String only =
        rule == null
            ? null
            : load.rule(rule).map(loaded -> loaded.definition().source()).orElse(null);
    List<String> troubles =
        tests.play((eventSource, label, sighting) -> {
          if (only == null || only.equals(eventSource)) {
            explainer.event(eventSource, label, sighting);
          }
        });
    troubles.forEach(terminal::remark);
    return explainer.explanation();
  }

  private Explanation ofRecords(ScannedPlugins scanned, HostConfig config)
      throws CommandFailed, InterruptedException {
    RuleLoad load = scanned.rules(config);
    Question question = question(load, config);
    String name =
        source != null
            ? source
            : rule == null
                ? null
                : load.rule(rule).map(loaded -> loaded.definition().source()).orElse(null);
    if (name == null) {
      throw new CommandFailed(
          "eyrie: of which source are the events? Name it with --source; there are: "
              + String.join(", ", scanned.sources().stream().map(s -> s.name()).toList()));
    }
    Explainer explainer = new Explainer(load, question);
    new RecordedInput(terminal, scanned, name)
        .play(
            inputs,
            load.probe(name, Set.of()),
            sighting ->
                explainer.event(sighting.number(), name, "event " + sighting.number(), sighting));
    return explainer.explanation();
  }
}
