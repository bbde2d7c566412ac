// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.Descriptions;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.config.HostConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie rules}. */
@Command(
    name = "rules",
    header = "List rules, macros and lists.",
    description = {
      "Without FILE the rules of the configuration, with what it switches on and off. Sources are"
          + " those of the plugins, and of the catalogues for plugins that are not there."
    },
    footer = {
      "  eyrie rules",
      "  eyrie rules my-rules.yaml",
      "  eyrie rules --rule 'Policy attached by a person'",
      "  eyrie rules --json | jq -r '.rules[].info.name'",
    })
final class RulesCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private KnownSources known = new KnownSources();

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--rule", paramLabel = "NAME", description = "Tell all of this rule.")
  private @Nullable String rule;

  @Option(
      names = "--json",
      description = "Print one JSON object, in the shape of 'falco -L' with JSON output.")
  private boolean json;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Rule files, or folders of them.")
  private List<String> files = new ArrayList<>();

  RulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    RuleCompiler compiler;
    TypedFiles typed;
    List<KnownSources.Known> sources =
        known.read(terminal, () -> config.pluginsFolder(terminal.surroundings()));
    if (files.isEmpty()) {
      HostConfig host = config.read(terminal.surroundings());
      typed = TypedFiles.of(host.rulesFiles());
      compiler = new RuleCompiler(KnownSources.declarations(sources), host.ruleSettings());
    } else {
      typed = TypedFiles.of(files, terminal);
      compiler =
          new RuleCompiler(
              KnownSources.declarations(sources), config.staticFields(terminal.surroundings()));
    }
    LoadResult result = compiler.load(typed.paths());
    if (result.rules().isEmpty()) {
      for (FileResult file : FileResult.of(typed, result)) {
        if (!file.errors().isEmpty()) {
          terminal.err().print(file.text());
        }
      }
      ofConfiguration(result, typed)
          .forEach(error -> terminal.err().print(CaretRenderer.render(error)));
      terminal.err().flush();
      return Cli.USER_ERROR;
    }
    result.warnings().stream()
        .filter(warning -> warning.code() == Code.LOAD_UNMATCHED_SELECTION)
        .forEach(this::remark);
    print(wanted(result.describe()));
    return Cli.OK;
  }

  /** Errors in what the configuration adds to outputs. */
  private static List<Diagnostic> ofConfiguration(LoadResult result, TypedFiles typed) {
    List<String> files = typed.paths().stream().map(Path::toString).toList();
    return result.errors().stream()
        .filter(error -> !files.contains(error.span().source().name()))
        .toList();
  }

  private void remark(Diagnostic warning) {
    terminal.remark(CaretRenderer.render(warning).stripTrailing());
  }

  private Descriptions wanted(Descriptions all) throws CommandFailed {
    if (rule == null) {
      return all;
    }
    List<Descriptions.Rule> rules =
        all.rules().stream().filter(one -> one.summary().name().equals(rule)).toList();
    if (rules.isEmpty()) {
      List<String> names = all.rules().stream().map(one -> one.summary().name()).toList();
      throw new CommandFailed(
          "eyrie: there is no rule '"
              + rule
              + "'; "
              + Suggestions.hint(rule, names, "'eyrie rules' lists the rules"));
    }
    return new Descriptions(
        all.requiredEngineVersion(), all.requiredPlugins(), rules, List.of(), List.of());
  }

  private void print(Descriptions descriptions) {
    if (json) {
      terminal.line(Json.line(RuleShapes.of(descriptions)));
    } else {
      terminal
          .out()
          .print(
              rule == null
                  ? RuleListing.of(descriptions)
                  : RuleListing.of(descriptions.rules().getFirst()));
      terminal.out().flush();
    }
  }
}
