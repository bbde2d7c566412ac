// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.alert.Alert;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.host.HostStartException;
import io.eyrie.server.host.Replay;
import io.eyrie.server.host.ReplaySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie replay}. */
@Command(
    name = "replay",
    header = "Judge recorded events of files, and end.",
    description = {
      "Every rule that matches raises an alert on standard output; a summary goes to standard error."
          + " Nothing is stored, and no running host is needed or disturbed."
    },
    footer = {
      "  eyrie replay --source aws_cloudtrail trail/",
      "  eyrie replay --source aws_cloudtrail -r my-rules.yaml --json a.json.gz b.json",
      "  zcat *.gz | eyrie replay --source aws_cloudtrail -",
    })
final class ReplayCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = {"-s", "--source"},
      required = true,
      paramLabel = "NAME",
      description = "The event source; 'eyrie fields' lists them.")
  private String source = "";

  @Option(names = "--json", description = "Print each alert as a line of JSON.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files or folders, or - for standard input.")
  private List<String> inputs = new ArrayList<>();

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    HostConfig config = options.read(terminal.surroundings());
    AtomicBoolean readerGone = new AtomicBoolean();
    Thread waiting = Thread.currentThread();
    ReplaySummary summary;
    try {
      summary = Replay.run(config, source, resolved(), alert -> print(alert, readerGone, waiting));
    } catch (HostStartException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      if (readerGone.get()) {
        return Cli.OK;
      }
      throw e;
    }
    terminal.remark(text(summary));
    if (summary.failure().isPresent()) {
      throw new CommandFailed("eyrie: the replay ended early: " + summary.failure().get());
    }
    return Cli.OK;
  }

  private void print(Alert alert, AtomicBoolean readerGone, Thread waiting) {
    terminal.line(json ? alert.json() : alert.output());
    if (terminal.readerGone() && readerGone.compareAndSet(false, true)) {
      waiting.interrupt();
    }
  }

  private List<String> resolved() {
    return inputs.stream()
        .map(input ->
            input.equals("-")
                ? input
                : terminal.surroundings().workingDirectory().resolve(input).toString())
        .toList();
  }

  static String text(ReplaySummary summary) {
    String malformed =
        new TreeMap<>(summary.malformed())
            .entrySet().stream()
                .map(entry -> ", " + entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "%d events judged by %d rules, %d alerts%s, in %.1f s",
        summary.events(),
        summary.rules(),
        summary.alerts(),
        malformed,
        summary.took().toMillis() / 1000.0);
  }
}
