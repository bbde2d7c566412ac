// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.field.Extraction;
import io.eyrie.engine.plan.Programs;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.plan.TypePlan;
import org.jspecify.annotations.Nullable;

/**
 * Judges events by an index of rules, for one worker. Not safe for several threads.
 *
 * <p>Per event: the groups that hold anchors of the event's type are answered; their set bits name
 * the candidates, to which the rules without an anchor come; the candidates' programs are run in
 * the order of definition, each answering what further groups it needs. A rule that throws is left
 * out from then on.
 */
public final class Evaluator {
  private static final int LARGEST_TEXT = 1 << 16;

  private final RuleIndex index;
  private final Programs programs;
  private final EventFrame frame;
  private final RuleMatching matching;
  private final RuleFailures failures;
  private final long[] candidates;
  private final boolean[] quarantined;
  private final boolean[] brokenAnchors;
  private final @Nullable MatchMaker[] makers;
  private StringBuilder text = new StringBuilder();

  /**
   * An evaluator for one binding.
   *
   * @param extraction what the source returned for {@code index.demand()}
   */
  public Evaluator(
      RuleIndex index, Extraction extraction, EvaluatorSettings settings, RuleFailures failures) {
    this.index = index;
    this.programs = index.programs();
    this.frame = new EventFrame(index, extraction, settings);
    this.matching = settings.matching();
    this.failures = failures;
    this.candidates = new long[(index.rules().size() + 63) / 64];
    this.quarantined = new boolean[index.rules().size()];
    this.makers = new MatchMaker[index.rules().size()];
    this.brokenAnchors = new boolean[index.groupCount()];
  }

  /**
   * Judges the event that the extraction stands at.
   *
   * @param eventType index of its type in the source's declaration; an unknown one matches nothing
   * @param timeNanos when it happened, nanoseconds since the epoch
   * @param number its number, for {@code evt.num}, from 1
   * @return how many rules matched
   */
  public int evaluate(int eventType, long timeNanos, long number, MatchSink sink) {
    return run(eventType, timeNanos, number, sink);
  }

  /**
   * Judges the event that the extraction stands at without saying what was found: no output is
   * filled in.
   *
   * @param eventType index of its type in the source's declaration; an unknown one matches nothing
   * @param timeNanos when it happened, nanoseconds since the epoch
   * @param number its number, for {@code evt.num}, from 1
   * @return how many rules hold
   */
  public int judge(int eventType, long timeNanos, long number) {
    return run(eventType, timeNanos, number, null);
  }

  private int run(int eventType, long timeNanos, long number, @Nullable MatchSink sink) {
    TypePlan plan = index.type(eventType);
    if (plan == null) {
      return 0;
    }
    frame.begin(eventType, timeNanos, number);
    gather(plan);
    int matches = 0;
    for (int word = 0; word < plan.always().length; word++) {
      long left = candidates[word];
      while (left != 0) {
        int position = (word << 6) + Long.numberOfTrailingZeros(left);
        left &= left - 1;
        int rule = plan.rule(position);
        if (holds(plan.program(position), rule) && (sink == null || deliver(rule, number, sink))) {
          matches++;
          if (matching == RuleMatching.FIRST) {
            return matches;
          }
        }
      }
    }
    return matches;
  }

  /**
   * Counts, by position in the index, the rules whose conditions the event that was judged last was
   * held against: those without an anchor, and those whose anchor, and what is compared beside it,
   * it has. Where only the first match counts, later rules are counted too.
   *
   * @param eventType the type of that event
   */
  public void countLooks(int eventType, long[] looks) {
    TypePlan plan = index.type(eventType);
    if (plan == null) {
      return;
    }
    for (int word = 0; word < plan.always().length; word++) {
      for (long left = candidates[word]; left != 0; left &= left - 1) {
        looks[plan.rule((word << 6) + Long.numberOfTrailingZeros(left))]++;
      }
    }
  }

  /** Finds the candidates. */
  private void gather(TypePlan plan) {
    long[] always = plan.always();
    System.arraycopy(always, 0, candidates, 0, always.length);
    int[] groups = plan.groups();
    for (int i = 0; i < groups.length; i++) {
      if (!answered(groups[i])) {
        long[] behind = plan.behind(i);
        for (int word = 0; word < behind.length; word++) {
          candidates[word] |= behind[word];
        }
      }
    }
    plan.anchors().gather(frame.bits(), frame.known(), candidates);
  }

  /**
   * Answers a group that holds anchors. When that fails, all its rules are candidates of this and
   * every later event, so that those which really need the failing field are found and left out.
   */
  private boolean answered(int group) {
    if (brokenAnchors[group]) {
      return false;
    }
    try {
      frame.answer(group);
      return true;
    } catch (RuntimeException _) {
      brokenAnchors[group] = true;
      return false;
    }
  }

  private boolean holds(int start, int rule) {
    if (quarantined[rule]) {
      return false;
    }
    try {
      return run(start);
    } catch (RuntimeException e) {
      quarantine(rule, e);
      return false;
    }
  }

  /** Compares what is known already before anything more is answered. */
  private boolean run(int start) {
    long[] bits = frame.bits();
    long[] known = frame.known();
    int step = start;
    while (step >= 0) {
      long mask = programs.mask(step);
      long wanted = programs.wanted(step);
      int word = programs.word(step);
      long missing = mask & ~known[word];
      while (missing != 0 && ((bits[word] ^ wanted) & mask & ~missing) == 0) {
        frame.answer(word, missing);
        missing = mask & ~known[word];
      }
      step =
          ((bits[word] ^ wanted) & mask & ~missing) == 0
              ? programs.onEqual(step)
              : programs.onOther(step);
    }
    return step == Programs.TRUE;
  }

  private void quarantine(int rule, RuntimeException cause) {
    quarantined[rule] = true;
    failures.quarantined(index.rules().get(rule).definition().name().value(), cause);
  }

  private boolean deliver(int rule, long number, MatchSink sink) {
    Match match;
    try {
      MatchMaker maker = makers[rule];
      if (maker == null) {
        maker = new MatchMaker(index, rule, frame);
        makers[rule] = maker;
      }
      match = maker.match(number, text());
    } catch (RuntimeException e) {
      quarantine(rule, e);
      return false;
    }
    sink.accept(match);
    return true;
  }

  /** Where messages are written, which grows to what they need but keeps no giant's memory. */
  private StringBuilder text() {
    if (text.capacity() > LARGEST_TEXT) {
      text = new StringBuilder();
    }
    return text;
  }
}
