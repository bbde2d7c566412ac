// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.jsonlog.field.JsonField;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules can ask of a record, whatever wraps it, by the extractions of several bindings. */
final class RecordFieldsTest extends LogFolder {

  @Test
  void declaresTheFieldsOfAllJsonSources() {
    assertThat(LOG.declaration().provides()).containsEntry("json", "0.7.4");
    assertThat(LOG.declaration().fields())
        .extracting(Field::name)
        .containsExactly(
            "t.n",
            "json.value",
            "json.obj",
            "json.rawtime",
            "jevt.value",
            "jevt.obj",
            "jevt.rawtime");
  }

  @Test
  void givesAnyValueByPointer() throws Exception {
    write("a.json", "{\"at\":\"2023-11-14T22:13:20.5Z\",\"n\":1,\"o\":[{\"x/y\":null}]}");
    Field value = field("json.value");
    try (Source source = source(List.of("a.json"))) {
      List<Demand.Request> requests =
          List.of(
              new Demand.Request(value, "/o/0/x~1y"),
              new Demand.Request(value, "o"),
              new Demand.Request(value, "/o/1"),
              new Demand.Request(value, "/at"),
              new Demand.Request(field("jevt.obj"), null),
              new Demand.Request(field("json.rawtime"), null));
      Extraction extraction = source.bind(Demand.of(requests, 6, new BitSet()));
      List<String> seen = new ArrayList<>();
      EventSink sink =
          new Forwarding(host) {
            @Override
            public void accept(int eventType, long timeNanos, long offset) {
              for (int i = 0; i < requests.size(); i++) {
                Value holder = new Value();
                extraction.extract(i, holder);
                seen.add(holder.present() ? holder.text(0) : "-");
              }
            }
          };
      while (source.poll(sink) != Progress.END) {}
      assertThat(seen)
          .containsExactly(
              "null",
              "[{\"x/y\":null}]",
              "-",
              "2023-11-14T22:13:20.5Z",
              "{\n  \"at\": \"2023-11-14T22:13:20.5Z\",\n  \"n\": 1,\n  \"o\": [\n    {\n      \"x/y\": null\n    }\n  ]\n}",
              "1700000000500000000");
      assertThatThrownBy(() ->
              source.bind(Demand.of(List.of(new Demand.Request(value, "/a~b")), 1, new BitSet())))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("'/a~b' is no JSON pointer");
    }
  }

  @Test
  void anExtractionOutlivesTheNextBinding() throws Exception {
    write("a.json", records(0, 4, "\n"));
    try (Source source = source(List.of("a.json"))) {
      Extraction old = source.bind(demand(N));
      Extraction late = source.bind(demand(N));
      List<String> seen = new ArrayList<>();
      EventSink sink =
          new Forwarding(host) {
            @Override
            public void accept(int eventType, long timeNanos, long offset) {
              seen.add(read(old) + read(late) + read(old));
              if (offset > 40) {
                seen.add(read(late));
              }
            }
          };
      while (source.poll(sink) != Progress.END) {}
      assertThat(seen).containsExactly("000", "111", "222", "2", "333", "3");
    }
  }

  @Test
  void findsTheRecordInItsEnvelopeAndTakesTheTimeOfEither() throws Exception {
    JsonLog enveloped =
        JsonLog.builder("enveloped_log")
            .time("/at", "/millis")
            .embedded("/message", "/payload")
            .wrapper("logEvents")
            .fields(List.of(JsonField.text("t.n", "A number.", "/n")))
            .build();
    write(
        "a.json",
        "{\"logEvents\":[{\"message\":\"{\\\"n\\\":\\\"\\\\u00e9\\\"}\",\"millis\":1700000000500},"
            + "{\"payload\":"
            + record(2)
            + ",\"millis\":1},"
            + "{\"message\":\"no record\",\"n\":3,\"millis\":1700000000500},"
            + "{\"message\":\"{oops\",\"millis\":1700000000500}]}");
    try (Source source =
        enveloped.replay(List.of(folder.resolve("a.json").toString()), host.context)) {
      host.bind(source, List.of(enveloped.declaration().fields().getFirst()));
      host.drain(source);
    }
    assertThat(host.events)
        .extracting(event -> event.split(" ")[1])
        .containsExactly("\u00e9", "2", "3");
    assertThat(host.times)
        .containsExactly(
            1_700_000_000_500_000_000L, 1_700_000_000_000_000_000L, 1_700_000_000_500_000_000L);
    assertThat(host.malformed).hasSize(1);
    assertThat(host.malformed.getFirst()).startsWith("not_json a.json:1").contains("envelope");
  }

  private static Field field(String name) {
    return LOG.declaration().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Demand demand(Field field) {
    return Demand.of(List.of(new Demand.Request(field, null)), 1, new BitSet());
  }

  private static String read(Extraction extraction) {
    Value value = new Value();
    extraction.extract(0, value);
    return value.text(0);
  }

  private static class Forwarding implements EventSink {
    private final EventSink to;

    Forwarding(EventSink to) {
      this.to = to;
    }

    @Override
    public void partition(String partition) {
      to.partition(partition);
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      to.accept(eventType, timeNanos, offset);
    }

    @Override
    public void checkpoint(long ticket) {
      to.checkpoint(ticket);
    }

    @Override
    public void checkpoint(long ticket, Position position) {
      to.checkpoint(ticket, position);
    }

    @Override
    public void lost(Loss loss) {
      to.lost(loss);
    }

    @Override
    public void malformed(String kind, String place, String reason) {
      to.malformed(kind, place, reason);
    }
  }
}
