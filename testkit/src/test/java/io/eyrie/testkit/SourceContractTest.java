// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.config.Config;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceContractTest {

  private static final int EVENTS = 10;

  @TempDir Path temp;

  @Test
  void aSourceThatKeepsTheContractPasses() {
    assertThat(faults(new Numbers())).isEmpty();
  }

  @Test
  void aFieldThatIsNeverExtractedIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  void write(String field, Value into) {
                    if (!field.equals("number.text")) {
                      super.write(field, into);
                    }
                  }
                }))
        .containsExactly("the field number.text is declared, but no event has it");
  }

  @Test
  void aValueOfAnotherTypeIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  void write(String field, Value into) {
                    into.set("text");
                  }
                }))
        .contains("number.value is of type UINT64, but BYTES was written");
  }

  @Test
  void aSliceThatIsOverwrittenTooSoonIsFound() {
    byte[] shared = new byte[8];
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  void write(String field, Value into) {
                    if (field.equals("number.value")) {
                      super.write(field, into);
                      return;
                    }
                    byte[] text = (field + at).getBytes(StandardCharsets.UTF_8);
                    System.arraycopy(text, text.length - 8, shared, 0, 8);
                    into.set(shared, 0, 8);
                  }
                }))
        .anySatisfy(fault -> assertThat(fault).startsWith("values changed before accept()"));
  }

  @Test
  void anOffsetThatIsUsedTwiceIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  long offset() {
                    return at / 2;
                  }
                }))
        .contains("two events have the partition 'numbers' and the offset 0");
  }

  @Test
  void anOffsetThatIsAnotherWhenReadAgainIsFound() {
    long[] opened = {0};
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  public Source open(Config config, SourceContext context) {
                    opened[0]++;
                    return super.open(config, context);
                  }

                  @Override
                  long offset() {
                    return at + 1000 * opened[0];
                  }
                }))
        .contains("does not give numbers#1000 again when read again");
  }

  @Test
  void aPositionThatIsNotUsedIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  long from(SourceContext context) {
                    return 0;
                  }
                }))
        .containsExactly("reads again what was committed, such as numbers#0");
  }

  @Test
  void aPositionThatSkipsEventsIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  long from(SourceContext context) {
                    long from = super.from(context);
                    return from == 0 ? 0 : from + 1;
                  }
                }))
        .anySatisfy(
            fault -> assertThat(fault).startsWith("does not read again what was not committed: 1"));
  }

  @Test
  void aMissingCheckpointIsFound() {
    assertThat(
            faults(
                new Numbers() {
                  @Override
                  void checkpoint(EventSink sink) {}
                }))
        .contains("sets no checkpoint, so that nothing is ever acknowledged");
  }

  @Test
  void malformedRecordsThatAreNotReportedAreFound() {
    assertThat(SourceContract.of(new Numbers()).events(EVENTS).malformed(2).faults(temp))
        .containsExactly("reported 0 malformed records, of 2 there are");
  }

  @Test
  void aThreadThatLivesOnIsFoundAndNamed() {
    CountDownLatch end = new CountDownLatch(1);
    try {
      assertThat(
              SourceContract.of(
                      new Numbers() {
                        @Override
                        public Source open(Config config, SourceContext context) {
                          Thread.ofPlatform()
                              .daemon()
                              .name("left-behind")
                              .start(() -> {
                                try {
                                  end.await();
                                } catch (InterruptedException e) {
                                  Thread.currentThread().interrupt();
                                }
                              });
                          return super.open(config, context);
                        }
                      })
                  .events(EVENTS)
                  .deadline(Duration.ofMillis(100))
                  .faults(temp))
          .contains("its thread left-behind lives on after close()");
    } finally {
      end.countDown();
    }
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThatThrownBy(() ->
            SourceContract.of(
                    new Numbers() {
                      @Override
                      void checkpoint(EventSink sink) {}
                    })
                .events(EVENTS)
                .malformed(2)
                .deadline(Duration.ofMillis(100))
                .verify(temp))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("the source numbers does not keep its contract:")
        .hasMessageContaining("reported 0 malformed records")
        .hasMessageContaining("sets no checkpoint");
  }

  private List<String> faults(SourceProvider provider) {
    return SourceContract.of(provider).events(EVENTS).deadline(Duration.ofMillis(500)).faults(temp);
  }

  /** A good source of ten numbers, to be spoilt by overriding. */
  private static class Numbers implements SourceProvider, Source {

    long at;
    private long ticket;

    @Override
    public SourceDeclaration declaration() {
      return SourceDeclaration.builder("numbers")
          .eventTypes(List.of("number"))
          .fields(
              List.of(
                  Field.of("number.value", FieldType.UINT64, "The number."),
                  Field.of("number.text", FieldType.STRING, "The number as text."),
                  Field.of("number.again", FieldType.STRING, "The same again.")))
          .delivery(Delivery.AT_LEAST_ONCE)
          .build();
    }

    @Override
    public Source open(Config config, SourceContext context) {
      at = from(context);
      ticket = 0;
      return this;
    }

    @Override
    public Extraction bind(Demand demand) {
      return (index, into) -> write(demand.fields().get(index).field().name(), into);
    }

    @Override
    public Progress poll(EventSink sink) {
      if (at >= EVENTS) {
        return Progress.IDLE;
      }
      sink.partition("numbers");
      for (int i = 0; i < 3 && at < EVENTS; i++) {
        sink.accept(0, 1 + at, offset());
        at++;
      }
      checkpoint(sink);
      return Progress.MORE;
    }

    @Override
    public void close() {}

    long from(SourceContext context) {
      return context.positions().cursor("numbers").map(Long::parseLong).orElse(0L);
    }

    long offset() {
      return at;
    }

    void write(String field, Value into) {
      if (field.equals("number.value")) {
        into.set(at);
      } else {
        into.set("number " + at);
      }
    }

    void checkpoint(EventSink sink) {
      sink.checkpoint(++ticket, new Position("numbers", Long.toString(at)));
    }
  }
}
