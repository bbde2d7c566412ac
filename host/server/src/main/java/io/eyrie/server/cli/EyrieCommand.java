// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.host.EyrieVersion;
import io.eyrie.server.log.HostLog;
import io.eyrie.server.log.LogLevel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code eyrie} by itself, and the options that every command has. */
@Command(
    name = "eyrie",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = EyrieCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Watches system calls and audit logs, and raises alerts by rules.",
    descriptionHeading = "%n",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  eyrie demo                      see it work",
      "  eyrie run                       watch this machine",
      "  eyrie validate my-rules.yaml    check rules before they are used",
      "  eyrie alerts --follow           subscribe to the alerts of a running host",
    })
final class EyrieCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  EyrieCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show debug lines of the log, and stack traces.")
  void debug(boolean wanted) {
    HostLog.traces(wanted);
    if (wanted) {
      HostLog.level(LogLevel.DEBUG);
    }
  }

  /** Whether a command was given {@code --debug}. */
  static boolean debug(CommandLine line) {
    return line.getParseResult().expandedArgs().contains("--debug");
  }

  @Override
  public Integer call() {
    if (spec != null) {
      terminal.out().print(spec.commandLine().getUsageMessage());
      terminal.out().flush();
    }
    return Cli.OK;
  }

  /** The line of {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "eyrie " + EyrieVersion.current(),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
