// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie validate}. */
@Command(
    name = "validate",
    header = "Check rule files without using them.",
    description = {
      "The files are loaded together, in this order, against the fields that the plugins of the"
          + " plugins folder declare; catalogues stand in for plugins that are not there. Exit code"
          + " 1 when one of the files has an error."
    },
    footer = {
      "  eyrie validate my-rules.yaml",
      "  eyrie validate rules/ my-rules.yaml",
      "  eyrie validate --json my-rules.yaml | jq '.falco_load_results[].errors'",
    })
final class ValidateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private KnownSources known = new KnownSources();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration whose plugins_dir and static_fields are used.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print one JSON object, in the shape of 'falco -V'.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Rule files, or folders of them.")
  private List<String> files = new ArrayList<>();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    TypedFiles typed = TypedFiles.of(files, terminal);
    List<KnownSources.Known> sources =
        known.read(
            terminal,
            () -> ConfigOptions.pluginsFolder(config, List.of(), terminal.surroundings()));
    RuleSettings settings = ConfigOptions.staticFields(config, terminal.surroundings());
    LoadResult result =
        new RuleCompiler(KnownSources.declarations(sources), settings).load(typed.paths());
    List<FileResult> results = FileResult.of(typed, result);
    if (json) {
      terminal.line(Json.line(FileResult.shape(results, sources, result.leftOut())));
    } else {
      results.forEach(file -> terminal.out().print(file.text()));
      if (result.leftOut() > 0) {
        terminal.line(result.leftOut() + " more problems are not shown");
      }
      terminal.out().flush();
      terminal.remark(KnownSources.line(sources));
    }
    return result.rules().isPresent() ? Cli.OK : Cli.USER_ERROR;
  }
}
