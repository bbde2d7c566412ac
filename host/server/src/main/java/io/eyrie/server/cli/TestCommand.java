// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.ruletest.HumanReport;
import io.eyrie.server.ruletest.JunitReport;
import io.eyrie.server.ruletest.RuleCoverage;
import io.eyrie.server.ruletest.TapReport;
import io.eyrie.server.ruletest.TestFiles;
import io.eyrie.server.ruletest.TestReport;
import io.eyrie.server.ruletest.TestRunner;
import io.eyrie.server.ruletest.TestSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie test}. */
@Command(
    name = "test",
    header = "Run the tests that stand beside rules.",
    description = {
      "Files named *.test.yaml give events and the alerts that are expected of them. They are judged"
          + " in this process, without a kernel, a network or a running host. Exit code 1 when a test"
          + " fails."
    },
    footer = {
      "  eyrie test",
      "  eyrie test --rule 'Console*' --coverage rules/aws_cloudtrail.yaml",
      "  eyrie test --format junit my-rules/ > report.xml",
    })
final class TestCommand implements Callable<Integer> {

  /** How results are written. */
  enum Format {
    /** For people. */
    HUMAN,
    /** Test Anything Protocol. */
    TAP,
    /** The XML that CI systems read. */
    JUNIT
  }

  private final Terminal terminal;

  @Option(
      names = "--rule",
      paramLabel = "PATTERN",
      description = "Only tests that name such a rule; * is any text; may be repeated.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "human, tap or junit. Default: human")
  private Format format = Format.HUMAN;

  @Option(
      names = "--coverage",
      description = "Tell which rules and comparisons no test has seen true, or seen false.")
  private boolean coverage;

  @Option(
      names = "--every-rule",
      description = "Fail unless every rule was seen to fire and to stay silent.")
  private boolean everyRule;

  @Mixin private final PluginsOptions plugins = new PluginsOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "Files of tests, rule files with tests beside them, or folders. Default: rules, here or in"
              + " the installation.")
  private List<String> paths = new ArrayList<>();

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    Map<String, Path> files = files();
    TestReport report;
    try (ScannedPlugins scanned = plugins.open(terminal.surroundings())) {
      TestRunner runner =
          new TestRunner(
              scanned.modules().loaded(),
              plugins.ruleSettings(terminal.surroundings()),
              scanned.scratch());
      report = runner.run(files, new TestSelection(rules));
      if (report.tests() == 0 && report.broken() == 0) {
        throw new CommandFailed(
            rules.isEmpty()
                ? "eyrie: there are no tests"
                : "eyrie: no test names a rule '"
                    + String.join("' or '", rules)
                    + "'; "
                    + Suggestions.hint(
                        rules.getFirst(), runner.namedRules(), "'*' stands for any text"));
      }
    }
    switch (format) {
      case HUMAN -> {
        terminal.out().print(HumanReport.of(report));
        if (coverage) {
          terminal.out().print(HumanReport.coverage(report.coverage()));
        }
      }
      case TAP -> {
        terminal.out().print(TapReport.of(report));
        if (coverage) {
          HumanReport.coverage(report.coverage())
              .lines()
              .forEach(line -> terminal.out().println("# " + line));
        }
      }
      case JUNIT -> {
        terminal.out().print(JunitReport.of(report));
        if (coverage) {
          terminal.remark(HumanReport.coverage(report.coverage()).stripTrailing());
        }
      }
    }
    terminal.out().flush();
    return report.passed() && (!everyRule || everyRuleTested(report)) ? Cli.OK : Cli.USER_ERROR;
  }

  private boolean everyRuleTested(TestReport report) {
    List<RuleCoverage> untested =
        report.coverage().stream().filter(rule -> !rule.macro() && !rule.tested()).toList();
    for (RuleCoverage rule : untested) {
      terminal.remark(
          rule.span().place()
              + ": no test sees rule '"
              + rule.name()
              + (rule.fired() == 0 ? "' fire" : "' stay silent"));
    }
    return untested.isEmpty();
  }

  /** The files by the names that the user would give them. */
  private Map<String, Path> files() throws CommandFailed {
    Path here = terminal.surroundings().workingDirectory();
    Map<String, Path> files = new LinkedHashMap<>();
    if (paths.isEmpty()) {
      Path folder = terminal.rulesFolder();
      add(folder.equals(here.resolve("rules")) ? "rules" : folder.toString(), folder, files);
    }
    for (String typed : paths) {
      add(typed, here.resolve(typed).normalize(), files);
    }
    return files;
  }

  private static void add(String typed, Path path, Map<String, Path> files) throws CommandFailed {
    List<Path> found;
    try {
      found = TestFiles.of(path);
    } catch (IOException e) {
      throw new CommandFailed("eyrie: can't read the folder " + typed + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new CommandFailed(
          Files.isDirectory(path)
              ? "eyrie: there is no file of tests, *.test.yaml, in " + typed
              : "eyrie: there is no file of tests beside "
                  + typed
                  + "; its name would be "
                  + String.valueOf(path.getFileName()).replaceAll("\\.ya?ml$", "")
                  + ".test.yaml");
    }
    for (Path file : found) {
      String name =
          file.equals(path)
              ? typed
              : Files.isDirectory(path)
                  ? Path.of(typed, path.relativize(file).toString()).toString()
                  : Path.of(typed).resolveSibling(file.getFileName()).toString();
      files.putIfAbsent(name, file);
    }
  }
}
