// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file replayed through a source, with every declared field of every event written down as text.
 *
 * <p>Fields that take an argument are asked for with those that the test names, and stand under
 * {@code name[argument]}. A list is written as {@code [first, second]}.
 */
public final class FieldReplay {

  private final List<Event> events = new ArrayList<>();
  private final List<String> malformed = new ArrayList<>();

  private FieldReplay() {}

  /**
   * An event: where it stands and the fields that it has.
   *
   * @param offset in its partition
   */
  public record Event(long offset, long timeNanos, Map<String, String> fields) {}

  /** Replays a file with the fields that need no argument. */
  public static FieldReplay of(ReplayProvider provider, Path file)
      throws PluginException, InterruptedException {
    return of(provider, file, Map.of());
  }

  /**
   * Replays a text that is one event and nothing else.
   *
   * @param folder of the test, where the text becomes the file {@code a.json}
   * @param field asked for with the argument that stands behind its name in brackets, if one does
   */
  public static Event only(ReplayProvider provider, Path folder, String text, String field)
      throws IOException, PluginException, InterruptedException {
    int bracket = field.indexOf('[');
    FieldReplay replay =
        of(
            provider,
            Files.writeString(folder.resolve("a.json"), text),
            bracket < 0
                ? Map.of()
                : Map.of(
                    field.substring(0, bracket),
                    List.of(field.substring(bracket + 1, field.length() - 1))));
    if (replay.events.size() != 1 || !replay.malformed.isEmpty()) {
      throw new AssertionError(
          "not one event: " + replay.events.size() + ", malformed " + replay.malformed);
    }
    return replay.events.getFirst();
  }

  /** Replays a file; {@code arguments} are those to ask for beside none, by field. */
  public static FieldReplay of(
      ReplayProvider provider, Path file, Map<String, List<String>> arguments)
      throws PluginException, InterruptedException {
    List<Demand.Request> requests = new ArrayList<>();
    for (Field field : provider.declaration().fields()) {
      if (!field.argument().required()) {
        requests.add(new Demand.Request(field, null));
      }
      if (field.argument() != Argument.NONE) {
        for (String argument : arguments.getOrDefault(field.name(), List.of())) {
          requests.add(new Demand.Request(field, argument));
        }
      }
    }
    BitSet types = new BitSet();
    types.set(0);
    FieldReplay replay = new FieldReplay();
    MemorySourceContext context = MemorySourceContext.in(Path.of(""));
    try (Source source = provider.replay(List.of(file.toString()), context)) {
      Extraction extraction = source.bind(Demand.of(requests, requests.size(), types));
      EventSink sink = replay.new Sink(requests, extraction);
      Progress progress = Progress.MORE;
      while (progress != Progress.END) {
        progress = source.poll(sink);
      }
    }
    return replay;
  }

  /** The events, in order. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** The kinds of the records that were no events, in order. */
  public List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** A value as text: a list in brackets, a number in its unsigned form. */
  public static String text(Value value) {
    if (!value.list()) {
      return text(value, 0);
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      all.add(text(value, i));
    }
    return all.toString();
  }

  private static String text(Value value, int index) {
    return switch (value.kind()) {
      case ABSENT -> throw new IllegalArgumentException("an absent value has no text");
      case NUMBER -> Long.toUnsignedString(value.number(index));
      case DECIMAL -> Double.toString(value.decimal(index));
      case BYTES -> value.text(index);
    };
  }

  private final class Sink implements EventSink {

    private final List<Demand.Request> requests;
    private final Extraction extraction;

    private Sink(List<Demand.Request> requests, Extraction extraction) {
      this.requests = requests;
      this.extraction = extraction;
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      Map<String, String> fields = new TreeMap<>();
      for (int i = 0; i < requests.size(); i++) {
        Value value = new Value();
        extraction.extract(i, value);
        Demand.Request request = requests.get(i);
        if (value.present()) {
          String argument = request.argument();
          fields.put(
              request.field().name() + (argument == null ? "" : "[" + argument + "]"), text(value));
        }
      }
      events.add(new Event(offset, timeNanos, fields));
    }

    @Override
    public void partition(String partition) {}

    @Override
    public void checkpoint(long ticket) {}

    @Override
    public void checkpoint(long ticket, Position position) {}

    @Override
    public void lost(Loss loss) {
      throw new AssertionError(loss);
    }

    @Override
    public void malformed(String kind, String place, String reason) {
      malformed.add(kind);
    }
  }
}
