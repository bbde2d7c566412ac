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
 * <p>A group owns the words from {@link #firstWord()} on of the bitmap of an event. {@link #mark},
 * or {@link #markPair} for a group that compares two subjects, is called once per event at most,
 * with these words zero, for values that are there.
 */
public final class PredicateGroup {
  private final Subject subject;
  private final int slot;
  private final int rightSlot;
  private final GroupKind kind;
  private final int firstWord;
  private final int wordCount;
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
      int firstWord,
      List<Matcher> matchers) {
    this.subject = subject;
    this.slot = slot;
    this.rightSlot = rightSlot;
    this.kind = kind;
    this.quantifier = quantifier;
    this.firstWord = firstWord;
    this.wordCount = (matchers.size() + 63) / 64;
    if (matchers.getFirst() instanceof Matcher.WithEvent(var operator, Subject right)) {
      this.pair = ValuePair.of(operator, right.type());
      this.marker = null;
    } else {
      this.pair = null;
      this.marker = Marker.of(kind, matchers);
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

  /** Its first word in the bitmap of an event. */
  public int firstWord() {
    return firstWord;
  }

  /** How many words it has. */
  public int wordCount() {
    return wordCount;
  }

  int cost() {
    return kind.cost();
  }

  /**
   * Sets the bits of the predicates that say yes to a present value.
   *
   * @param scratch at least {@link #wordCount()} words, of any content
   */
  public void mark(Value value, long[] words, long[] scratch) {
    Marker answering = marker;
    if (answering == null) {
      return;
    }
    switch (quantifier) {
      case ONE -> {
        if (kind == GroupKind.EXISTS || value.size() > 0) {
          answering.mark(value, 0, words, firstWord);
        }
      }
      case SOME -> {
        for (int i = 0; i < value.size(); i++) {
          answering.mark(value, i, words, firstWord);
        }
      }
      case EACH -> markEach(answering, value, words, scratch);
    }
  }

  private void markEach(Marker answering, Value value, long[] words, long[] scratch) {
    for (int i = 0; i < value.size(); i++) {
      if (i == 0) {
        answering.mark(value, 0, words, firstWord);
        continue;
      }
      Arrays.fill(scratch, 0, wordCount, 0);
      answering.mark(value, i, scratch, 0);
      for (int w = 0; w < wordCount; w++) {
        words[firstWord + w] &= scratch[w];
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
        words[firstWord] |= each ? 0 : 1;
        return;
      }
    }
    words[firstWord] |= each ? 1 : 0;
  }
}
