// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.OutputTest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie outputs}. */
@Command(
    name = "outputs",
    header = "Show the outputs of a running host, or send a test alert to one.",
    description = {
      "Shows what is configured, how each is doing, how far it is behind and what went wrong last."
          + " 'test NAME' sends one alert the way every alert goes, whatever the output's filters, and"
          + " says what came of it."
    },
    footer = {
      "  eyrie outputs",
      "  eyrie outputs test web",
    })
final class OutputsCommand implements Callable<Integer> {

  private static final List<String> ACTIONS = List.of("list", "test");

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "list or test. Default: list.")
  private String action = "list";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The output instance to test.")
  private @Nullable String name;

  OutputsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    AdminClient client = host.client(terminal.surroundings());
    try {
      return switch (action) {
        case "list" -> list(client.outputs());
        case "test" -> {
          if (name == null) {
            throw new CommandFailed(
                "eyrie: which output is to be tested? 'eyrie outputs' lists their names");
          }
          yield tell(client.testOutput(name));
        }
        default -> throw CommandFailed.noSuchAction(action, ACTIONS);
      };
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  private int list(List<OutputStatus> outputs) {
    if (json) {
      terminal.line(Json.line(outputs));
      return Cli.OK;
    }
    if (outputs.isEmpty()) {
      terminal.line("no output is configured");
      return Cli.OK;
    }
    Table table =
        new Table(
            "OUTPUT",
            "PLUGIN",
            "STATE",
            "DELIVERED",
            "BEHIND",
            "SECONDS",
            "RETRIED",
            "HELD BACK",
            "REFUSED",
            "LOST");
    for (OutputStatus output : outputs) {
      table.row(
          output.name(),
          output.plugin(),
          output.state(),
          Long.toString(output.delivered()),
          output.behind() < 0 ? "?" : Long.toString(output.behind()),
          Long.toString(output.behindSeconds()),
          Long.toString(output.retried()),
          Long.toString(output.suppressed()),
          Long.toString(output.deadLetters()),
          Long.toString(output.lost()));
    }
    terminal.out().print(table.render(0));
    terminal.out().flush();
    for (OutputStatus output : outputs) {
      if (!output.endpoints().isEmpty()) {
        terminal.line(output.name() + " serves on " + String.join(", ", output.endpoints()));
      }
      if (!output.reason().isEmpty()) {
        terminal.line(output.name() + ": " + output.reason());
      }
    }
    return Cli.OK;
  }

  private int tell(OutputTest test) {
    boolean delivered = test.problem().isEmpty();
    if (json) {
      terminal.line(Json.line(test));
    } else if (delivered) {
      terminal.line("output " + test.output() + " has taken a test alert");
    } else {
      terminal.remark("eyrie: output " + test.output() + ": " + test.problem());
    }
    return delivered ? Cli.OK : Cli.USER_ERROR;
  }
}
