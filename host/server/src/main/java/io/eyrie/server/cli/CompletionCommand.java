// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eyrie completion}. */
@Command(
    name = "completion",
    header = "Print a script that completes commands and options in a shell.",
    footer = {
      "  source <(eyrie completion bash)      in ~/.bashrc",
      "  source <(eyrie completion zsh)       in ~/.zshrc",
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that are known. */
  enum Shell {
    bash,
    zsh
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.bash;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      String script = AutoComplete.bash("eyrie", spec.root().commandLine());
      if (shell == Shell.zsh) {
        terminal.line("autoload -U +X bashcompinit && bashcompinit");
      }
      terminal.out().print(script);
      terminal.out().flush();
    }
    return Cli.OK;
  }
}
