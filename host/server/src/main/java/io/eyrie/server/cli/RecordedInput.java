// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.error.PluginException;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.FirstEvent;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.engine.trace.Probe;
import io.eyrie.engine.trace.ProbeRun;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.recorded.RecordedSource;
import io.eyrie.server.recorded.Replayable.NotReplayable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Recorded events that a command was given as files. */
final class RecordedInput {

  /** How many records that are no events are told one by one. */
  private static final int MOST_TOLD = 5;

  private final Terminal terminal;
  private final RecordedSource source;
  private long malformed;

  /** Finds the source that reads them. */
  RecordedInput(Terminal terminal, ScannedPlugins scanned, String name) throws CommandFailed {
    this.terminal = terminal;
    try {
      this.source = RecordedSource.find(scanned.modules().loaded(), name, scanned.scratch());
    } catch (NotReplayable e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  /** The source. */
  RecordedSource source() {
    return source;
  }

  /** The inputs as paths that the source can read. */
  List<String> resolved(List<String> inputs) throws CommandFailed {
    List<String> resolved = new ArrayList<>();
    for (String input : inputs) {
      Path path = terminal.surroundings().workingDirectory().resolve(input);
      if (!input.equals("-") && !Files.exists(path)) {
        throw new CommandFailed("eyrie: there is no file " + input);
      }
      resolved.add(input.equals("-") ? input : path.toString());
    }
    return resolved;
  }

  /** Looks at every event of the inputs. */
  void play(List<String> inputs, Probe probe, Consumer<Sighting> sightings)
      throws CommandFailed, InterruptedException {
    EvaluatorSettings settings =
        new EvaluatorSettings(
            source.plugin(),
            "recorded",
            "localhost",
            ZoneId.systemDefault(),
            RuleMatching.ALL,
            new FirstEvent());
    play(
        inputs,
        probe.index().demand(),
        extraction -> {
          ProbeRun run = probe.run(extraction, settings);
          return (type, time, number) -> sightings.accept(run.look(type, time, number));
        });
  }

  /** Plays the inputs, and tells the records that are no events. */
  void play(
      List<String> inputs, io.eyrie.api.source.Demand demand, RecordedSource.Audience audience)
      throws CommandFailed, InterruptedException {
    try {
      source.play(
          resolved(inputs),
          demand,
          audience,
          (place, reason) -> {
            if (++malformed <= MOST_TOLD) {
              terminal.remark(place + ": no event: " + reason);
            }
          });
    } catch (PluginException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
    if (malformed > MOST_TOLD) {
      terminal.remark((malformed - MOST_TOLD) + " more records are no events");
    }
  }
}
