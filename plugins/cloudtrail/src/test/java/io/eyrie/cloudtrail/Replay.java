// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Replays files through the plugin and writes down every declared field of every event. */
final class Replay implements EventSink, SourceContext, Positions, Health {

  /** An event: its offset in the file and the fields that it has. */
  record Event(long offset, long timeNanos, Map<String, String> fields) {}

  final List<Event> events = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();

  private final List<Field> demanded;
  private final Extraction extraction;

  private Replay(Path file) throws Exception {
    ReplayProvider provider = provider();
    demanded =
        provider.declaration().fields().stream()
            .filter(field -> field.argument() == Argument.NONE)
            .toList();
    BitSet types = new BitSet();
    types.set(0);
    try (Source source = provider.replay(List.of(file.toString()), this)) {
      extraction =
          source.bind(
              Demand.of(
                  demanded.stream().map(field -> new Demand.Request(field, null)).toList(),
                  demanded.size(),
                  types));
      while (source.poll(this) != Progress.END) {}
    }
  }

  static Replay of(Path file) throws Exception {
    return new Replay(file);
  }

  static ReplayProvider provider() {
    return (ReplayProvider) new CloudTrailPlugin().sources().getFirst();
  }

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < demanded.size(); i++) {
      Value value = new Value();
      extraction.extract(i, value);
      if (value.present()) {
        fields.put(
            demanded.get(i).name(),
            value.kind() == Value.Kind.NUMBER
                ? Long.toUnsignedString(value.number(0))
                : value.text(0));
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

  @Override
  public String instance() {
    return "test";
  }

  @Override
  public Positions positions() {
    return this;
  }

  @Override
  public Metrics metrics() {
    return new Metrics() {
      @Override
      public LongAdder counter(String name, String help) {
        return new LongAdder();
      }

      @Override
      public void gauge(String name, String help, LongSupplier reading) {}

      @Override
      public LongConsumer timer(String name, String help) {
        return _ -> {};
      }
    };
  }

  @Override
  public Health health() {
    return this;
  }

  @Override
  public Path dataDirectory() {
    return Path.of("");
  }

  @Override
  public Optional<String> cursor(String partition) {
    return Optional.empty();
  }

  @Override
  public List<Position> all() {
    return List.of();
  }

  @Override
  public void forget(String partition) {}

  @Override
  public void healthy() {}

  @Override
  public void degraded(String reason) {
    throw new AssertionError(reason);
  }
}
