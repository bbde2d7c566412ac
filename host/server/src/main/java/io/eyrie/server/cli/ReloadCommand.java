// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.ReloadReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eyrie reload}. */
@Command(
    name = "reload",
    header = "Tell the running host to load its rules again.",
    description = {
      "Events, positions and counters go on through it. Rules with errors are not taken: the old ones"
          + " stay, every problem is shown, and the exit code is 1."
    },
    footer = {"  eyrie reload", "  eyrie reload --home /var/lib/eyrie --json"})
final class ReloadCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ReloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    ReloadReport report;
    try {
      report = host.client(terminal.surroundings()).reload();
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
    if (json) {
      terminal.line(Json.line(report));
    } else {
      report.warnings().forEach(warning -> terminal.remark(warning.stripTrailing()));
      report.problems().forEach(problem -> terminal.remark(problem.stripTrailing()));
      terminal.line(
          report.loaded()
              ? report.rules() + " rules loaded, revision " + report.revision()
              : "not loaded; revision " + report.revision() + " stays in force");
    }
    return report.loaded() ? Cli.OK : Cli.USER_ERROR;
  }
}
