// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import static io.eyrie.api.config.ConfigSchema.Type.DURATION;
import static io.eyrie.api.config.ConfigSchema.Type.INTEGER;
import static io.eyrie.api.config.ConfigSchema.Type.SIZE;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.host.HostStartException;
import io.eyrie.server.host.LiveRecording;
import io.eyrie.server.host.RecordRequest;
import io.eyrie.server.host.RecordRequest.Bounds;
import io.eyrie.server.host.RecordSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie record}. */
@Command(
    name = "record",
    header = "Record the events of a source into a file that 'eyrie replay' reads.",
    description = {
      "Records until a bound is reached, or SIGINT or SIGTERM comes; the file is there when it is"
          + " complete, FILE.part until then. The source is configured as its first instance in the"
          + " configuration. No rules are needed, and a running host is not disturbed. A summary goes to"
          + " standard error, and so does every loss."
    },
    footer = {
      "  eyrie record --duration 30s trace.scap",
      "  eyrie record --filter 'proc.name = nginx and evt.type in (open, openat)' nginx.scap",
      "  eyrie record --rotate-size 100MiB --keep 10 trace.scap",
    })
final class RecordCommand implements Callable<Integer> {

  private static final ConfigSchema AMOUNTS =
      ConfigSchema.builder()
          .optional("duration", DURATION, "0s", "How long.")
          .optional("size", SIZE, "0", "How much.")
          .optional("events", INTEGER, "0", "How many.")
          .optional("rotate_every", DURATION, "0s", "How long a file.")
          .optional("rotate_size", SIZE, "0", "How large a file.")
          .optional("rotate_events", INTEGER, "0", "How many a file.")
          .optional("keep", INTEGER, "0", "How many files.")
          .build();

  private final Terminal terminal;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      defaultValue = "syscall",
      description = "The event source. Default: ${DEFAULT-VALUE}.")
  private String source = "syscall";

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "CONDITION",
      defaultValue = "",
      description =
          "Record only events that meet this condition, in the language of rules; without macros and"
              + " lists.")
  private String filter = "";

  @Option(names = "--duration", paramLabel = "TIME", description = "End after this time, as 30s.")
  private @Nullable String duration;

  @Option(names = "--size", paramLabel = "SIZE", description = "End at this size, as 1GiB.")
  private @Nullable String size;

  @Option(names = "--events", paramLabel = "N", description = "End after so many events.")
  private @Nullable String events;

  @Option(
      names = "--rotate-every",
      paramLabel = "TIME",
      description = "Begin another file after this time; files are numbered, as FILE-00000.scap.")
  private @Nullable String rotateEvery;

  @Option(names = "--rotate-size", paramLabel = "SIZE", description = "The same at this size.")
  private @Nullable String rotateSize;

  @Option(names = "--rotate-events", paramLabel = "N", description = "The same after so many.")
  private @Nullable String rotateEvents;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep so many files, and delete the oldest. Default: all.")
  private @Nullable String keep;

  @Option(names = "--plain", description = "Don't compress.")
  private boolean plain;

  @Parameters(paramLabel = "FILE", description = "What to write; must not be there.")
  private String file = "";

  RecordCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    HostConfig config = options.read(terminal.surroundings());
    RecordRequest request = request();
    AtomicBoolean stop = new AtomicBoolean();
    Signals.on("INT", () -> stop.set(true));
    Signals.on("TERM", () -> stop.set(true));
    RecordSummary summary;
    try {
      summary = LiveRecording.run(config, request, terminal::remark, stop::get);
    } catch (HostStartException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
    summary.files().forEach(each -> terminal.line(each.toString()));
    terminal.remark(text(summary));
    return Cli.OK;
  }

  private RecordRequest request() throws CommandFailed {
    Map<String, String> given = new HashMap<>();
    put(given, "duration", duration);
    put(given, "size", size);
    put(given, "events", events);
    put(given, "rotate_every", rotateEvery);
    put(given, "rotate_size", rotateSize);
    put(given, "rotate_events", rotateEvents);
    put(given, "keep", keep);
    Config amounts;
    try {
      amounts = Config.of(AMOUNTS, given);
    } catch (PluginException e) {
      throw new CommandFailed(
          "eyrie: option " + String.valueOf(e.getMessage()).replace('_', '-'), e);
    }
    Path target = terminal.surroundings().workingDirectory().resolve(file);
    return new RecordRequest(
        source,
        target,
        filter,
        !plain,
        bounds(amounts, "duration", "size", "events"),
        bounds(amounts, "rotate_every", "rotate_size", "rotate_events"),
        Math.clamp(amounts.integer("keep"), 0, Integer.MAX_VALUE));
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }

  private static Bounds bounds(Config amounts, String time, String size, String events) {
    Duration longest = amounts.duration(time);
    return new Bounds(longest, amounts.size(size), Math.max(0, amounts.integer(events)));
  }

  static String text(RecordSummary summary) {
    return String.format(
        Locale.ROOT,
        "%d events recorded in %d %s, %d bytes%s%s, in %.1f s",
        summary.events(),
        summary.files().size(),
        summary.files().size() == 1 ? "file" : "files",
        summary.bytes(),
        summary.deleted() > 0 ? ", " + summary.deleted() + " older files deleted" : "",
        summary.lost() > 0 ? ", " + summary.lost() + " events lost" : "",
        summary.took().toMillis() / 1000.0);
  }
}
