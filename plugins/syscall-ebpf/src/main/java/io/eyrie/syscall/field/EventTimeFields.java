// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Times between events: {@code evt.deltatime}, {@code evt.reltime}, {@code evt.around}. */
final class EventTimeFields {

  private static final long SECOND = 1_000_000_000;
  private static final long MILLISECOND = 1_000_000;
  private static final String NO_ENTRY =
      "it is 0 since entries of calls are no events any more; leave the condition out";

  private EventTimeFields() {}

  static List<FieldRow> rows() {
    return List.of(
        latency("evt.latency", "How long the call took."),
        latency("evt.latency.s", "How long the call took, whole seconds."),
        latency("evt.latency.ns", "How long the call took, nanoseconds within the second."),
        FieldRow.of(
            Field.of("evt.latency.quantized", FieldType.UINT64, "A bucket of how long it took.")
                .asDeprecated(NO_ENTRY),
            EventTimeFields::none),
        FieldRow.of(
            Field.of("evt.latency.human", FieldType.STRING, "How long the call took, in words.")
                .asDeprecated(NO_ENTRY),
            (current, into) -> {
              if (current.thread() != null) {
                into.set("0ns");
              }
            }),
        latency("evt.wait_latency", "How long the call waited."),
        span("evt.deltatime", "Nanoseconds since the event before.", EventTimeFields::delta),
        span(
            "evt.deltatime.s",
            "Whole seconds since the event before.",
            current -> delta(current) / SECOND),
        span(
            "evt.deltatime.ns",
            "Nanoseconds within the second since the event before.",
            current -> delta(current) % SECOND),
        span("evt.reltime", "Nanoseconds since the first event.", EventTimeFields::relative),
        span(
            "evt.reltime.s",
            "Whole seconds since the first event.",
            current -> relative(current) / SECOND),
        span(
            "evt.reltime.ns",
            "Nanoseconds within the second since the first event.",
            current -> relative(current) % SECOND),
        FieldRow.withArgument(
            Field.of(
                    "evt.around",
                    FieldType.UINT64,
                    "Milliseconds between the event and a time in nanoseconds since the epoch;"
                        + " evt.around[T]=D holds for those at most D away.")
                .withArgument(Argument.REQUIRED_KEY)
                .withKeyForm("[0-9]{1,19}"),
            EventTimeFields::around));
  }

  private static FieldRow latency(String name, String description) {
    return FieldRow.of(
        Field.of(name, FieldType.RELTIME, description).asDeprecated(NO_ENTRY),
        EventTimeFields::none);
  }

  /** What needed the entry of the call is 0 where there is a thread. */
  private static void none(CurrentEvent current, Value into) {
    if (current.thread() != null) {
      into.set(0);
    }
  }

  private static FieldRow span(
      String name, String description, ToLongFunction<CurrentEvent> nanos) {
    return FieldRow.of(
        Field.of(name, FieldType.RELTIME, description),
        (current, into) -> into.set(nanos.applyAsLong(current)));
  }

  private static long delta(CurrentEvent current) {
    return current.event().timeNanos() - current.previousNanos();
  }

  private static long relative(CurrentEvent current) {
    long first = current.firstNanos();
    return first < 0 ? 0 : current.event().timeNanos() - first;
  }

  private static FieldReader around(@Nullable String argument) {
    long time;
    try {
      time = Long.parseUnsignedLong(Objects.requireNonNull(argument));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "evt.around takes a time in nanoseconds since the epoch, not '" + argument + "'");
    }
    return (current, into) -> {
      long apart = Math.abs(current.event().timeNanos() - time);
      into.set((apart + MILLISECOND - 1) / MILLISECOND);
    };
  }
}
