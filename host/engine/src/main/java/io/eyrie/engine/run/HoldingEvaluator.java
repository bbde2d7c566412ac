// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.engine.plan.RuleIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges events of a source some of whose fields may come late. Not safe for several threads.
 *
 * <p>An event whose late fields are being fetched is first judged without them, and without telling
 * what was found. Only when a condition asked for a late field, or a rule holds whose output would
 * show one, is the event copied and put aside; most events never come so far.
 */
public final class HoldingEvaluator {

  private static final int PER_VALUE = 100;

  private final Extraction source;
  private final boolean[] late;
  private final boolean anyLate;
  private final Evaluator evaluator;
  private final MatchSink outputs;

  /** What late fields are now. */
  private Mode mode = Mode.CURRENT;

  private @Nullable HeldEvent held;
  private boolean askedForLate;

  /**
   * An evaluator for one binding.
   *
   * @param extraction what the source returned for {@code index.demand()}
   */
  public HoldingEvaluator(
      RuleIndex index, Extraction extraction, EvaluatorSettings settings, RuleFailures failures) {
    this.source = extraction;
    List<Demand.Request> fields = index.demand().fields();
    this.late = new boolean[fields.size()];
    boolean any = false;
    for (int i = 0; i < late.length; i++) {
      late[i] = fields.get(i).field().late();
      any |= late[i];
    }
    this.anyLate = any;
    this.evaluator = new Evaluator(index, any ? this::extract : extraction, settings, failures);
    this.outputs = _ -> {};
  }

  /**
   * Judges the event that the extraction stands at, as {@link Evaluator#evaluate} does.
   *
   * @return how many rules matched
   */
  public int evaluate(int eventType, long timeNanos, long number, MatchSink sink) {
    return evaluator.evaluate(eventType, timeNanos, number, sink);
  }

  /**
   * Judges the event that the extraction stands at unless that takes late fields.
   *
   * @return null when it was judged, or a copy of it to be judged later
   */
  public @Nullable HeldEvent evaluateOrHold(
      int eventType, long timeNanos, long number, MatchSink sink) {
    if (anyLate) {
      mode = Mode.AWAITED;
      askedForLate = false;
      int holding;
      try {
        holding = evaluator.evaluate(eventType, timeNanos, number, outputs);
      } finally {
        mode = Mode.CURRENT;
      }
      if (askedForLate) {
        return copy(eventType, timeNanos, number);
      }
      if (holding == 0) {
        return null;
      }
    }
    evaluator.evaluate(eventType, timeNanos, number, sink);
    return null;
  }

  /**
   * Judges an event that was put aside.
   *
   * @param arrived whether the extraction gives its late fields now; they are absent otherwise
   * @return how many rules matched
   */
  public int judge(HeldEvent event, boolean arrived, MatchSink sink) {
    mode = arrived ? Mode.ARRIVED : Mode.MISSING;
    held = event;
    try {
      return evaluator.evaluate(event.eventType(), event.timeNanos(), event.number(), sink);
    } finally {
      mode = Mode.CURRENT;
      held = null;
    }
  }

  private void extract(int index, Value into) {
    HeldEvent of = held;
    if (late[index]) {
      switch (mode) {
        case CURRENT, ARRIVED -> source.extract(index, into);
        case AWAITED -> askedForLate = true;
        case MISSING -> {}
      }
    } else if (of == null) {
      source.extract(index, into);
    } else {
      Value copied = of.value(index);
      if (copied != null) {
        copy(copied, into);
      }
    }
  }

  private HeldEvent copy(int eventType, long timeNanos, long number) {
    @Nullable Value[] values = new Value[late.length];
    Value scratch = new Value();
    int bytes = PER_VALUE;
    for (int i = 0; i < late.length; i++) {
      if (late[i]) {
        continue;
      }
      scratch.clear();
      try {
        source.extract(i, scratch);
      } catch (RuntimeException _) {
        // The rule that asks for this field meets the same when the event is judged at once; here
        // others go on without it.
        continue;
      }
      if (scratch.present()) {
        Value own = new Value();
        bytes += own(scratch, own);
        values[i] = own;
      }
    }
    return new HeldEvent(eventType, timeNanos, number, values, bytes);
  }

  /** Copies values together with their bytes; returns about how much memory that takes. */
  private static int own(Value from, Value into) {
    if (from.kind() != Value.Kind.BYTES) {
      copy(from, into);
      return PER_VALUE + from.size() * Long.BYTES;
    }
    int length = 0;
    for (int i = 0; i < from.size(); i++) {
      length += from.length(i);
    }
    byte[] bytes = new byte[length];
    int at = 0;
    if (from.list()) {
      into.beginList();
    }
    for (int i = 0; i < from.size(); i++) {
      int size = from.length(i);
      System.arraycopy(from.array(i), from.offset(i), bytes, at, size);
      if (from.list()) {
        into.add(bytes, at, size);
      } else {
        into.set(bytes, at, size);
      }
      at += size;
    }
    return PER_VALUE + length + from.size() * 3 * Long.BYTES;
  }

  private static void copy(Value from, Value into) {
    if (!from.list()) {
      switch (from.kind()) {
        case ABSENT -> into.clear();
        case NUMBER -> into.set(from.number(0));
        case DECIMAL -> into.set(from.decimal(0));
        case BYTES -> into.set(from.array(0), from.offset(0), from.length(0));
      }
      return;
    }
    into.beginList();
    for (int i = 0; i < from.size(); i++) {
      switch (from.kind()) {
        case ABSENT -> {}
        case NUMBER -> into.add(from.number(i));
        case DECIMAL -> into.add(from.decimal(i));
        case BYTES -> into.add(from.array(i), from.offset(i), from.length(i));
      }
    }
  }

  /** Where late fields come from. */
  private enum Mode {
    /** They are those of the current event. */
    CURRENT,
    /** They are being fetched. */
    AWAITED,
    /** They have come for the events that waited. */
    ARRIVED,
    /** They have not come. */
    MISSING
  }
}
