// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Predicate.Quantifier;
import io.eyrie.engine.check.Subject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All predicates of one kind on one subject: answers them together, one bit each. Immutable.
 *
 * <p>A group owns consecutive bits of the bitmap of an event. {@link #mark}, or {@link #markPair}
 * for a group that compares two subjects, is called once per event at most, with these bits zero,
 * for values that are there.
 */
public final class PredicateGroup {
  private final Subject subject;
  private final int slot;
  private final int rightSlot;
  private final GroupKind kind;
  private final int firstBit;
  private final int size;
  private final int firstWord;
  private final long[] masks;
  private final long firstMask;
  private final Quantifier quantifier;
  private final @Nullable Marker marker;
  private final @Nullable ValuePair pair;

  /**
   * @param rightSlot where the right side of a pair is found, -1 for any other kind
   */
  PredicateGroup(
      Subject subject,
      int slot,
      int rightSlot,
      GroupKind kind,
      Quantifier quantifier,
      int firstBit,
      List<Matcher> matchers) {
    this.subject = subject;
    this.slot = slot;
    this.rightSlot = rightSlot;
    this.kind = kind;
    this.quantifier = quantifier;
    this.firstBit = firstBit;
    this.size = matchers.size();
    this.firstWord = firstBit >> 6;
    this.masks = new long[(firstBit + size - 1 >> 6) - firstWord + 1];
    for (int bit = firstBit; bit < firstBit + size; bit++) {
      masks[(bit >> 6) - firstWord] |= 1L << bit;
    }
    this.firstMask = masks[0];
    if (matchers.getFirst() instanceof Matcher.WithEvent(var operator, Subject right)) {
      this.pair = ValuePair.of(operator, right.type());
      this.marker = null;
    } else {
      this.pair = null;
      this.marker = Marker.of(kind, matchers, firstBit);
    }
  }

  /** What is asked. */
  public Subject subject() {
    return subject;
  }

  /** The position of the subject among those of the index. */
  public int slot() {
    return slot;
  }

  /** The position of what the subject is compared with; -1 when that is no part of the event. */
  public int rightSlot() {
    return rightSlot;
  }

  int firstBit() {
    return firstBit;
  }

  int size() {
    return size;
  }

  int cost() {
    return kind.cost();
  }

  /** Sets the bits of all predicates of the group, whatever they say. */
  public void cover(long[] words) {
    words[firstWord] |= firstMask;
    for (int i = 1; i < masks.length; i++) {
      words[firstWord + i] |= masks[i];
    }
  }

  /**
   * Sets the bits of the predicates that say yes to a present value.
   *
   * @param scratch as long as the bitmap, of any content
   */
  public void mark(Value value, long[] words, long[] scratch) {
    Marker answering = marker;
    if (answering == null) {
      return;
    }
    int values = value.size();
    if (quantifier == Quantifier.ONE) {
      if (values > 0 || kind == GroupKind.EXISTS) {
        answering.mark(value, 0, words);
      }
    } else if (quantifier == Quantifier.SOME) {
      for (int i = 0; i < values; i++) {
        answering.mark(value, i, words);
      }
    } else {
      markEach(answering, value, words, scratch);
    }
  }

  private void markEach(Marker answering, Value value, long[] words, long[] scratch) {
    for (int i = 0; i < value.size(); i++) {
      if (i == 0) {
        answering.mark(value, 0, words);
        continue;
      }
      Arrays.fill(scratch, firstWord, firstWord + masks.length, 0);
      answering.mark(value, i, scratch);
      for (int w = 0; w < masks.length; w++) {
        words[firstWord + w] &= scratch[firstWord + w] | ~masks[w];
      }
    }
  }

  /** Sets the bit of the predicate if it says yes to two present values. */
  public void markPair(Value left, Value right, long[] words) {
    ValuePair relation = pair;
    if (relation == null || left.size() == 0) {
      return;
    }
    boolean each = quantifier == Quantifier.EACH;
    for (int i = 0; i < left.size(); i++) {
      if (relation.holds(left, i, right) != each) {
        if (!each) {
          set(words);
        }
        return;
      }
    }
    if (each) {
      set(words);
    }
  }

  private void set(long[] words) {
    words[firstWord] |= 1L << firstBit;
  }
}
