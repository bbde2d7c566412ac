// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.error.PluginException;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.FirstEvent;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.engine.trace.Probe;
import io.eyrie.engine.trace.ProbeRun;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.recorded.RecordedSource;
import io.eyrie.server.recorded.Replayable.NotReplayable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays the events of a test to the rules, one after the other. */
final class EventPlayer {

  /** The machine and instance that rule tests run on, whatever the real ones are. */
  private static final String HOSTNAME = "test-host";

  private static final String INSTANCE = "test";

  private final List<LoadedPlugin> plugins;
  private final Path scratch;
  private final Map<String, Optional<RecordedSource>> sources = new HashMap<>();

  EventPlayer(List<LoadedPlugin> plugins, Path scratch) {
    this.plugins = plugins;
    this.scratch = scratch;
  }

  boolean readable(String source) {
    return source(source).isPresent();
  }

  private @Nullable String plugin(String source) {
    return plugins.stream()
        .filter(plugin ->
            plugin.sources().stream()
                .anyMatch(provider -> provider.declaration().name().equals(source)))
        .map(LoadedPlugin::id)
        .findFirst()
        .orElse(null);
  }

  private Optional<RecordedSource> source(String name) {
    return sources.computeIfAbsent(
        name,
        key -> {
          try {
            return Optional.of(RecordedSource.find(plugins, key, scratch));
          } catch (NotReplayable _) {
            return Optional.empty();
          }
        });
  }

  /** Is told of events that can't be judged. */
  @FunctionalInterface
  interface Trouble {
    void event(BoundTest.Event event, String reason);
  }

  /** Plays all events; they are counted from 1 over all of them. */
  void play(BoundTest test, Consumer<Sighting> sightings, Trouble trouble)
      throws InterruptedException {
    RuleMatching matching = test.test().matching();
    EvaluatorSettings settings =
        new EvaluatorSettings(
            plugin(test.source()), INSTANCE, HOSTNAME, ZoneOffset.UTC, matching, new FirstEvent());
    long[] number = {0};
    for (BoundTest.Event event : test.events()) {
      switch (event) {
        case BoundTest.Event.Made(LiteralEvent made, _) -> {
          ProbeRun run = test.probe().run(made.extraction(test.probe().index().demand()), settings);
          sightings.accept(run.look(made.eventType(), made.timeNanos(), ++number[0]));
        }
        case BoundTest.Event.Text(String text, _) -> {
          long before = number[0];
          String reason = read(write(text).toString(), test, settings, number, sightings);
          if (reason != null) {
            trouble.event(event, "the plugin can't read the record: " + reason);
          } else if (number[0] == before) {
            trouble.event(event, "the plugin finds no event in the record");
          }
        }
        case BoundTest.Event.File(String path, _) -> {
          String reason = read(path, test, settings, number, sightings);
          if (reason != null) {
            trouble.event(event, "the plugin can't read all of the file: " + reason);
          }
        }
      }
    }
  }

  private Path write(String record) {
    try {
      return Files.writeString(scratch.resolve("record.jsonl"), record.strip() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + scratch, e);
    }
  }

  /** Reads a file of records; what was wrong with the first one that is no event, or null. */
  private @Nullable String read(
      String path,
      BoundTest test,
      EvaluatorSettings settings,
      long[] number,
      Consumer<Sighting> sightings)
      throws InterruptedException {
    Probe probe = test.probe();
    String[] problem = new String[1];
    try {
      source(test.source())
          .orElseThrow()
          .play(
              List.of(path),
              probe.index().demand(),
              extraction -> {
                ProbeRun run = probe.run(extraction, settings);
                long before = number[0];
                return (type, time, nth) -> {
                  number[0] = before + nth;
                  sightings.accept(run.look(type, time, number[0]));
                };
              },
              (place, reason) -> {
                if (problem[0] == null) {
                  problem[0] =
                      place.startsWith(scratch.toString()) ? reason : place + ": " + reason;
                }
              });
    } catch (PluginException e) {
      return String.valueOf(e.getMessage());
    }
    return problem[0];
  }
}
