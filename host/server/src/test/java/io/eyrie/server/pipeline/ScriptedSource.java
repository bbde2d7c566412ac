// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceDeclaration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A source whose polls are what a test puts into its script: events with a number for a field, and
 * whatever else the contract lets a source do.
 */
final class ScriptedSource implements Source {

  /** One poll. */
  @FunctionalInterface
  interface Poll {
    Progress run(ScriptedSource source, EventSink sink) throws PluginException;
  }

  final LinkedBlockingQueue<Poll> script = new LinkedBlockingQueue<>();
  final List<Long> committed = new CopyOnWriteArrayList<>();
  final List<BitSet> enabled = new CopyOnWriteArrayList<>();
  volatile boolean opened;
  volatile boolean closed;
  private long number;
  private @Nullable String refusal;

  static SourceDeclaration declaration(Delivery delivery) {
    return SourceDeclaration.builder("scripted")
        .eventTypes(List.of("tick", "tock"))
        .fields(
            List.of(
                Field.of("s.number", FieldType.UINT64, "The number of the event."),
                Field.of("s.broken", FieldType.UINT64, "Throws.")))
        .delivery(delivery)
        .build();
  }

  /** Hands over an event of type tick whose number, offset and time are the same. */
  void event(EventSink sink, long of) {
    number = of;
    sink.accept(0, of, of);
  }

  /** The next bind fails with these words; null lets it succeed again. */
  void refuse(@Nullable String words) {
    refusal = words;
  }

  @Override
  public void enable(BitSet eventTypes) {
    enabled.add((BitSet) eventTypes.clone());
  }

  @Override
  public Extraction bind(Demand demand) throws PluginException {
    String words = refusal;
    if (words != null) {
      throw PluginException.user("refused", words);
    }
    List<String> names = demand.fields().stream().map(request -> request.field().name()).toList();
    return (index, into) -> {
      if (names.get(index).equals("s.broken")) {
        throw new IllegalStateException("broken on purpose");
      }
      into.set(number);
    };
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    Poll next = script.poll(20, TimeUnit.MILLISECONDS);
    return next == null ? Progress.IDLE : next.run(this, sink);
  }

  @Override
  public void committed(long ticket) {
    committed.add(ticket);
  }

  @Override
  public void close() {
    closed = true;
  }
}
