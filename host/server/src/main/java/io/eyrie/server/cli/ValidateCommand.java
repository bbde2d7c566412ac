// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.server.rules.RuleFiles;
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

/** {@code eyrie validate}. */
@Command(
    name = "validate",
    header = "Check rule files without using them.",
    description = {
      "The files are loaded together, in this order, against the fields that the plugins of the"
          + " plugins folder declare. Exit code 1 when one of them has an error."
    },
    footer = {
      "  eyrie validate my-rules.yaml",
      "  eyrie validate rules/ my-rules.yaml",
      "  eyrie validate --json my-rules.yaml | jq '.falco_load_results[].errors'",
    })
final class ValidateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final PluginsOptions plugins = new PluginsOptions();

  @Option(names = "--json", description = "Print one JSON object, in the shape of 'falco -V'.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Rule files, or folders of them.")
  private List<String> files = new ArrayList<>();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    // As typed, so that messages name the files as the user does.
    Map<Path, String> names = new LinkedHashMap<>();
    for (String typed : files) {
      Path path = terminal.surroundings().workingDirectory().resolve(typed).normalize();
      for (Path file : RuleFiles.of(List.of(path))) {
        names.put(
            file,
            Files.isDirectory(path)
                ? Path.of(typed, path.relativize(file).toString()).toString()
                : typed);
      }
    }
    LoadResult result;
    try (ScannedPlugins scanned = plugins.open(terminal.surroundings())) {
      result = new RuleCompiler(scanned.sources()).load(List.copyOf(names.keySet()));
    }
    List<FileResult> results = FileResult.of(names, result);
    if (json) {
      terminal.line(FileResult.json(results));
    } else {
      results.forEach(file -> terminal.out().print(file.text()));
      if (result.leftOut() > 0) {
        terminal.line(result.leftOut() + " more problems are not shown");
      }
      terminal.out().flush();
    }
    return result.rules().isPresent() ? Cli.OK : Cli.USER_ERROR;
  }
}
