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
    header = "Tell the running host to read its configuration and rules again.",
    description = {
      "Sources and outputs that are new start, those that are gone end, those that are configured"
          + " otherwise start anew; all others go on, with their positions and counters, under the new"
          + " rules. With an error in any file nothing is taken: every problem is shown, and the exit"
          + " code is 1. Keys other than sources, outputs, rules_files, rules and priority take effect"
          + " at the next start."
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
      report.changes().forEach(terminal::line);
      terminal.line(
          report.loaded()
              ? report.rules() + " rules loaded, revision " + report.revision()
              : "not loaded; revision " + report.revision() + " stays in force");
    }
    return report.loaded() ? Cli.OK : Cli.USER_ERROR;
  }
}
