// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Suggestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eyrie alerts}. */
@Command(
    name = "alerts",
    header = "Search the stored alerts of a running host, or follow what comes.",
    description = {
      "Without --follow: those that are stored, by the time of their events, asked of the host over"
          + " its admin socket. With it, or with --address: over gRPC, what comes from now on, through"
          + " every break of the connection, until interrupted."
    },
    footer = {
      "  eyrie alerts --since 2h --priority warning",
      "  eyrie alerts --since 2026-01-31 --field 'user.name=ann*' --newest --most 20",
      "  eyrie alerts --text /etc/shadow --json",
      "  eyrie alerts --follow --priority warning",
      "  eyrie alerts --oldest --follow --rule 'Read *' --json",
      "  eyrie alerts --follow --since 10m --field 'user.name=ann*' --text shadow",
    })
final class AlertsCommand implements Callable<Integer> {

  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(
      names = {"-a", "--address"},
      paramLabel = "HOST:PORT",
      description =
          "Where the grpc output serves, for --follow. Default: "
              + AlertClient.DEFAULT_ADDRESS
              + ".")
  private @Nullable String givenAddress;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes.")
  private boolean follow;

  @Option(names = "--oldest", description = "With --follow: begin with the oldest stored alert.")
  private boolean oldest;

  @Option(
      names = "--resume",
      paramLabel = "TOKEN",
      description = "Begin behind the alert of this token; --tokens prints them.")
  private String resume = "";

  @Option(names = "--tokens", description = "Print the token behind each alert on standard error.")
  private boolean tokens;

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "NAME",
      description = "Only alerts as severe as this or more.")
  private @Nullable String priority;

  @Option(
      names = "--rule",
      paramLabel = "PATTERN",
      description = "Only of rules whose name matches; * is any text; may be repeated.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      description = "Only of this event source; may be repeated.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only of rules with this tag; may be repeated for rules with all of them.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--json", description = "Print each alert as a line of JSON.")
  private boolean json;

  @Mixin private final StoredOptions stored = new StoredOptions();

  AlertsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    String address = givenAddress == null ? AlertClient.DEFAULT_ADDRESS : givenAddress;
    boolean subscribes = follow || tokens || givenAddress != null || !resume.isEmpty();
    if (!subscribes) {
      String least = priority == null ? "" : known(priority).name();
      return new StoredAlerts(terminal, host.client(terminal.surroundings()), json)
          .print(stored.search(least, rules, sources, tags), stored.most());
    }
    SubscribeRequest request = request();
    try (AlertClient client = AlertClient.connect(address);
        AlertStream stream = client.subscribe(request)) {
      return print(stream, address);
    } catch (SubscriptionRefused e) {
      throw new CommandFailed("eyrie: the host on " + address + " refuses: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  private int print(AlertStream stream, String address)
      throws CommandFailed, SubscriptionRefused, InterruptedException {
    AlertPrinter printer = new AlertPrinter(terminal, json);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (!terminal.readerGone()) {
      Optional<SubscribeResponse> step = stream.next(STEP);
      if (step.isPresent()) {
        told = false;
        printer.print(step.get());
        if (tokens && !step.get().hasHeartbeat()) {
          terminal.remark(step.get().getToken());
        }
        if (step.get().hasHeartbeat() && !follow) {
          return Cli.OK;
        }
      } else if (!stream.connected() && !stream.problem().isEmpty()) {
        if (!follow && System.nanoTime() - deadline > 0) {
          throw unreachable(address, stream.problem());
        }
        if (follow && !told) {
          told = true;
          terminal.remark("eyrie: waiting for a host on " + address + ": " + stream.problem());
        }
      } else if (!follow && !stream.connected() && System.nanoTime() - deadline > 0) {
        throw unreachable(address, "no answer");
      }
    }
    return Cli.OK;
  }

  private static CommandFailed unreachable(String address, String reason) {
    return new CommandFailed(
        "eyrie: no host serves alerts on "
            + address
            + ": "
            + reason
            + "\n  hint: start one by 'eyrie run' with the plugin grpc under 'outputs';"
            + " 'eyrie status' shows where it serves");
  }

  private SubscribeRequest request() throws CommandFailed {
    AlertFilter.Builder filter =
        AlertFilter.newBuilder().addAllRules(rules).addAllSources(sources).addAllTags(tags);
    if (priority != null) {
      filter.setMinimumPriority(minimum(priority));
    }
    stored.narrow(filter);
    return SubscribeRequest.newBuilder()
        .setFilter(filter)
        .setStart(
            follow && !oldest && !filter.hasFrom()
                ? StartPosition.START_POSITION_NOW
                : StartPosition.START_POSITION_OLDEST)
        .setResumeToken(resume)
        .setIncludeJson(json)
        .build();
  }

  private static io.eyrie.alerts.v1.Priority minimum(String name) throws CommandFailed {
    return io.eyrie.alerts.v1.Priority.valueOf("PRIORITY_" + known(name).name());
  }

  private static Priority known(String name) throws CommandFailed {
    Optional<Priority> parsed = Priority.parse(name);
    if (parsed.isEmpty()) {
      List<String> names =
          Arrays.stream(Priority.values())
              .map(one -> one.label().toLowerCase(Locale.ROOT))
              .toList();
      throw new CommandFailed(
          "eyrie: '"
              + name
              + "' is no priority; "
              + Suggestions.hint(name, names, "there are: " + String.join(", ", names)));
    }
    return parsed.get();
  }
}
