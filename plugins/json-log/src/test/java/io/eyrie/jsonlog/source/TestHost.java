// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.testkit.MemorySourceContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host as a source sees it: keeps positions, and writes down events and malformed records. */
final class TestHost implements EventSink {

  final List<String> events = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  final MemorySourceContext context;

  private final Path data;
  private String partition = "";
  private @Nullable Extraction extraction;
  private int fields;
  private int left = Integer.MAX_VALUE;

  TestHost(Path data) {
    this.data = data;
    this.context = MemorySourceContext.in(data);
  }

  /** Binds these fields of the source's, each without argument. */
  void bind(Source source, List<Field> demanded) throws Exception {
    List<Demand.Request> requests =
        demanded.stream().map(field -> new Demand.Request(field, null)).toList();
    fields = requests.size();
    BitSet types = new BitSet();
    types.set(0);
    extraction = source.bind(Demand.of(requests, fields, types));
  }

  /** Ends as by kill -9 after so many more events and positions, which are stored. */
  void killAfter(int operations) {
    left = operations;
  }

  private void survive() {
    if (left != Integer.MAX_VALUE && left-- <= 0) {
      throw new Killed();
    }
  }

  /** Polls until the source ends. */
  void drain(Source source) throws Exception {
    while (source.poll(this) != Progress.END) {}
  }

  private static String render(Value value) {
    return switch (value.kind()) {
      case ABSENT -> "-";
      case NUMBER -> Long.toString(value.number(0));
      case DECIMAL -> Double.toString(value.decimal(0));
      case BYTES -> value.text(0);
    };
  }

  @Override
  public void partition(String name) {
    partition = name;
  }

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    survive();
    StringBuilder event = new StringBuilder(data.relativize(Path.of(partition)) + "@" + offset);
    Extraction bound = extraction;
    for (int i = 0; bound != null && i < fields; i++) {
      Value value = new Value();
      bound.extract(i, value);
      event.append(' ').append(render(value));
    }
    events.add(event.toString());
    times.add(timeNanos);
  }

  @Override
  public void checkpoint(long ticket) {}

  @Override
  public void checkpoint(long ticket, Position position) {
    survive();
    context.positions().commit(List.of(position));
  }

  @Override
  public void lost(Loss loss) {
    throw new AssertionError("a file source loses nothing: " + loss);
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    malformed.add(kind + " " + place.replace(data + "/", "") + ": " + reason);
  }

  /** The host is no more; what it had stored is. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
