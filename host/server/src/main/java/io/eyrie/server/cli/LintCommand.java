// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.LoadedRule;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.RuleSet;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.lint.Allowances;
import io.eyrie.engine.lint.LintCode;
import io.eyrie.engine.lint.LintFinding;
import io.eyrie.engine.lint.LintedRule;
import io.eyrie.engine.lint.Linter;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.server.rules.RuleFiles;
import io.eyrie.server.ruletest.RuleLoad;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie lint}. */
@Command(
    name = "lint",
    header = "Find what is legal in rules but hardly meant.",
    description = {
      "Conditions that can never hold, rules that an earlier one takes every event from, '!=' on"
          + " fields that may be absent, expensive regular expressions, unused lists and macros,"
          + " missing tags and the like. Exit code 1 on errors, with --strict on any finding."
    },
    footer = {
      "  eyrie lint",
      "  eyrie lint --strict my-rules.yaml",
      "  eyrie lint --json rules/ | jq -r '.findings[].code' | sort | uniq -c",
    })
final class LintCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--strict", description = "Exit code 1 on any finding.")
  private boolean strict;

  @Option(names = "--codes", description = "List the codes of findings, and end.")
  private boolean codes;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final PluginsOptions plugins = new PluginsOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "RULES",
      description =
          "Rule files, or folders of them, loaded together in this order. Default: rules, here or in"
              + " the installation.")
  private List<String> paths = new ArrayList<>();

  LintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    if (codes) {
      Table table = new Table("CODE", "WHAT IS FOUND");
      for (LintCode code : LintCode.values()) {
        table.row(code.name(), code.summary());
      }
      terminal.out().print(table.render(0));
      terminal.out().flush();
      return Cli.OK;
    }
    LoadResult result;
    try (ScannedPlugins scanned = plugins.open(terminal.surroundings())) {
      result =
          new RuleCompiler(scanned.sources(), plugins.ruleSettings(terminal.surroundings()))
              .load(RuleFiles.named(paths()));
    }
    List<Diagnostic> errors = result.errors();
    List<LintFinding> findings =
        result.rules().map(rules -> findings(rules, result)).orElse(List.of());
    if (json) {
      terminal.line(Json.line(shape(errors, findings)));
    } else {
      errors.forEach(error -> terminal.out().print(CaretRenderer.render(error)));
      findings.forEach(finding -> terminal.out().print(finding.render()));
      terminal.line(
          errors.isEmpty()
              ? findings.isEmpty() ? "nothing found" : findings.size() + " findings"
              : errors.size() + " errors; the rules are looked at when they load");
    }
    return errors.isEmpty() && (findings.isEmpty() || !strict) ? Cli.OK : Cli.USER_ERROR;
  }

  private List<Path> paths() {
    Path here = terminal.surroundings().workingDirectory();
    if (paths.isEmpty()) {
      return List.of(terminal.rulesFolder());
    }
    return paths.stream().map(typed -> here.resolve(typed).normalize()).toList();
  }

  private static List<LintFinding> findings(RuleSet rules, LoadResult result) {
    RuleLoad load = new RuleLoad(result);
    List<LintFinding> findings = new ArrayList<>();
    for (Diagnostic warning : result.warnings()) {
      findings.add(
          new LintFinding(
              warning.code().name(),
              warning.span(),
              "",
              warning.message(),
              warning.hint() == null ? "" : warning.hint()));
    }
    Map<String, RuleDescription> described = new HashMap<>();
    rules.rules().forEach(rule -> described.put(rule.name(), rule));
    for (String source : load.sources()) {
      SourceFields fields = load.fields(source).orElse(null);
      if (fields == null) {
        continue;
      }
      RuleForest forest = load.forest(source);
      List<LintedRule> linted = new ArrayList<>();
      for (RuleTree tree : forest.trees()) {
        linted.add(linted(tree, load, described.get(tree.name())));
      }
      findings.addAll(Linter.lint(fields, forest, linted));
    }
    Map<String, Span> places = new LinkedHashMap<>();
    Set<SourceText> files = new LinkedHashSet<>();
    for (LoadedRule rule : result.loaded()) {
      Span place = rule.definition().name().span();
      places.put(rule.definition().name().value(), place);
      files.add(place.source());
    }
    findings.forEach(finding -> files.add(finding.span().source()));
    List<SourceText> order = List.copyOf(files);
    return Allowances.apply(findings, files, places).stream()
        .sorted(
            Comparator.comparingInt((LintFinding finding) -> order.indexOf(finding.span().source()))
                .thenComparingInt(finding -> finding.span().start())
                .thenComparing(LintFinding::code))
        .toList();
  }

  private static LintedRule linted(
      RuleTree tree, RuleLoad load, @Nullable RuleDescription description) {
    List<FieldUse> output =
        load.rule(tree.name())
            .map(LoadedRule::planned)
            .map(planned -> planned.output().fields())
            .orElse(List.of());
    Optional<List<String>> types =
        description != null && description.active()
            ? Optional.of(description.eventTypes())
            : Optional.empty();
    return new LintedRule(tree, types, output, types.isPresent());
  }

  private static Map<String, Object> shape(List<Diagnostic> errors, List<LintFinding> findings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Diagnostic error : errors) {
      all.add(
          shape(
              "error",
              error.code().name(),
              error.span(),
              "",
              error.message(),
              error.hint() == null ? "" : error.hint()));
    }
    for (LintFinding finding : findings) {
      all.add(
          shape(
              "warning",
              finding.code(),
              finding.span(),
              finding.rule(),
              finding.message(),
              finding.hint()));
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("errors", errors.size());
    shape.put("warnings", findings.size());
    shape.put("findings", all);
    return shape;
  }

  private static Map<String, Object> shape(
      String severity, String code, Span span, String rule, String message, String hint) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("severity", severity);
    shape.put("code", code);
    shape.put("file", span.source().name());
    shape.put("line", span.line());
    shape.put("column", span.column());
    shape.put("rule", rule);
    shape.put("message", message);
    shape.put("hint", hint);
    return shape;
  }
}
