// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.DeadLetterChange;
import io.eyrie.server.admin.DeadLetterChoice;
import io.eyrie.server.admin.DeadLetterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie deadletters}. */
@Command(
    name = "deadletters",
    header = "List the alerts that an output refused, deliver them again, or drop them.",
    description = {
      "An alert that an output refuses for good is set aside with the reason. 'retry' gives it to the"
          + " output once more: when that takes it, it is gone from the list, else its reason is the new"
          + " one. 'drop' removes it for good."
    },
    footer = {
      "  eyrie deadletters",
      "  eyrie deadletters retry --output web",
      "  eyrie deadletters drop 17 18",
    })
final class DeadLettersCommand implements Callable<Integer> {

  private static final List<String> ACTIONS = List.of("list", "retry", "drop");

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(names = "--output", paramLabel = "NAME", description = "Those of this output instance.")
  private String output = "";

  @Option(names = "--all", description = "Drop all; without numbers or --output 'drop' wants it.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "list, retry or drop. Default: list.")
  private String action = "list";

  @Parameters(index = "1..*", paramLabel = "NUMBER", description = "Those of these numbers.")
  private List<Long> numbers = new ArrayList<>();

  DeadLettersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    DeadLetterChoice choice = new DeadLetterChoice(output, numbers);
    AdminClient client = host.client(terminal.surroundings());
    try {
      return switch (action) {
        case "list" -> list(client.deadLetters(choice));
        case "retry" -> tell(client.retryDeadLetters(choice), "given to their outputs again");
        case "drop" -> {
          if (!all && choice.equals(DeadLetterChoice.ALL)) {
            throw new CommandFailed(
                "eyrie: which dead letters are to be dropped? Name their numbers, --output or --all");
          }
          yield tell(client.dropDeadLetters(choice), "dropped");
        }
        default -> throw CommandFailed.noSuchAction(action, ACTIONS);
      };
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  private int list(List<DeadLetterStatus> letters) {
    if (json) {
      terminal.line(Json.line(letters));
      return Cli.OK;
    }
    if (letters.isEmpty()) {
      terminal.line("no dead letters");
      return Cli.OK;
    }
    Table table = new Table("NUMBER", "OUTPUT", "SINCE", "RULE", "REASON");
    for (DeadLetterStatus letter : letters) {
      table.row(
          Long.toString(letter.number()),
          letter.output(),
          letter.time(),
          letter.rule(),
          letter.reason());
    }
    terminal.out().print(table.render(0));
    terminal.out().flush();
    return Cli.OK;
  }

  private int tell(DeadLetterChange change, String done) {
    if (json) {
      terminal.line(Json.line(change));
    } else {
      change.problems().forEach(terminal::remark);
      terminal.line(
          change.letters() + (change.letters() == 1 ? " dead letter " : " dead letters ") + done);
    }
    return change.problems().isEmpty() ? Cli.OK : Cli.USER_ERROR;
  }
}
