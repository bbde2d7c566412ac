// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.eyrie.testkit.MemorySourceContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Replays files through the plugin and writes down every declared field of every event. */
final class Replay implements EventSink {

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
    MemorySourceContext context = MemorySourceContext.in(Path.of(""));
    try (Source source = provider.replay(List.of(file.toString()), context)) {
      extraction =
          source.bind(
              Demand.of(
                  demanded.stream().map(field -> new Demand.Request(field, null)).toList(),
                  demanded.size(),
                  types));
      while (source.poll(this) != Progress.END) {}
    }
    assertThat(context.health().problem()).isEmpty();
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
}
