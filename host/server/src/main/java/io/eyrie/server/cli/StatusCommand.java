// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminCommand;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.HostStatus;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.SourceStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eyrie status}. */
@Command(
    name = "status",
    header = "Tell how the running host is.",
    description = "Its sources, outputs, rules and stored alerts; with --json every metric too.",
    footer = {
      "  eyrie status",
      "  eyrie status --home /var/lib/eyrie --json | jq .metrics",
    })
final class StatusCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    AdminClient client = host.client(terminal.surroundings());
    try {
      if (json) {
        terminal.line(client.ask(AdminCommand.STATUS).toString());
      } else {
        terminal.out().print(text(client.status()));
        terminal.out().flush();
      }
      return Cli.OK;
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  static String text(HostStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("eyrie ").append(status.version());
    text.append(", process ").append(status.pid());
    text.append(", since ").append(status.started());
    text.append(", home ").append(status.home()).append('\n');
    text.append("rules: ").append(status.rules()).append(" loaded, ");
    text.append(status.activeRules()).append(" active, revision ").append(status.revision());
    text.append("\nstore: ").append(status.store().alerts()).append(" alerts, ");
    text.append(size(status.store().bytes()));
    if (!status.store().problem().isEmpty()) {
      text.append(", not writing: ").append(status.store().problem());
    }
    text.append('\n');
    Table sources = new Table("SOURCE", "PLUGIN", "STATE", "EVENTS", "LOST", "RESTARTS");
    for (SourceStatus source : status.sources()) {
      sources.row(
          source.name(),
          source.plugin(),
          source.state(),
          Long.toString(source.events()),
          Long.toString(source.lost()),
          Long.toString(source.restarts()));
    }
    Table outputs =
        new Table("OUTPUT", "PLUGIN", "STATE", "DELIVERED", "BEHIND", "LOST", "REFUSED", "WHERE");
    for (OutputStatus output : status.outputs()) {
      outputs.row(
          output.name(),
          output.plugin(),
          output.state(),
          Long.toString(output.delivered()),
          output.behind() < 0 ? "?" : Long.toString(output.behind()),
          Long.toString(output.lost()),
          Long.toString(output.deadLetters()),
          String.join(", ", output.endpoints()));
    }
    append(text, sources);
    append(text, outputs);
    status.sources().forEach(source -> reason(text, source.name(), source.reason()));
    status.outputs().forEach(output -> reason(text, output.name(), output.reason()));
    return text.toString();
  }

  private static void append(StringBuilder text, Table table) {
    if (!table.isEmpty()) {
      text.append('\n').append(table.render(0));
    }
  }

  private static void reason(StringBuilder text, String name, String reason) {
    if (!reason.isEmpty()) {
      text.append('\n').append(name).append(": ").append(reason).append('\n');
    }
  }

  private static String size(long bytes) {
    double amount = bytes;
    for (String unit : List.of("bytes", "KiB", "MiB")) {
      if (amount < 1024) {
        return unit.equals("bytes")
            ? bytes + " bytes"
            : String.format(Locale.ROOT, "%.1f %s", amount, unit);
      }
      amount /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f GiB", amount);
  }
}
