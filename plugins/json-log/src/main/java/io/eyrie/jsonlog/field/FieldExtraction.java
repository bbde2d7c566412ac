// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.Projector;
import io.eyrie.jsonlog.projection.Slots;
import org.jspecify.annotations.Nullable;

/** Extracts the fields of one binding from the current record. */
public final class FieldExtraction implements Extraction {

  private final CurrentRecord record;
  private final Projector projector;
  private final Slots slots;
  private final Computation[] computations;
  private final int[][] at;
  private long projected;

  FieldExtraction(
      CurrentRecord record, Projector projector, Computation[] computations, int[][] at) {
    this.record = record;
    this.projector = projector;
    this.slots = projector.slots();
    this.computations = computations;
    this.at = at;
  }

  /**
   * Reads the current record.
   *
   * @return what is wrong with it, or null
   */
  public Projector.@Nullable Problem project() {
    projected = record.number();
    return projector.project(record.array(), record.offset(), record.length());
  }

  /**
   * Reads the record that begins at a place, if it is whole and sound, and makes it the current
   * one.
   *
   * @param mayWrap whether an object with records in one of the wrappers' arrays is none itself
   * @return the place behind it; -1 when it is not, and then the current record has no values
   */
  public int recognise(byte[] bytes, int from, int to, boolean mayWrap) {
    int end = projector.project(bytes, from, to, mayWrap);
    record.next(bytes, from, Math.max(0, end - from));
    projected = record.number();
    return end;
  }

  /** The projector, whose first paths are those that the source always wants. */
  public Projector projector() {
    return projector;
  }

  @Override
  public void extract(int index, Value into) {
    if (projected != record.number()) {
      project();
    }
    if (record.asked() != this) {
      record.asked(this);
    }
    slots.timeNanos(record.timeNanos());
    computations[index].compute(slots, at[index], into);
  }
}
