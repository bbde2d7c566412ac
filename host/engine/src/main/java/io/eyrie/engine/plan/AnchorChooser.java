// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Predicate;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for a condition a set of positive predicates, as rare as can be told from their form, one
 * of which has to say yes for the condition to hold.
 *
 * <p>A predicate costs the work of its group once per event, whoever asks, so groups that other
 * rules of the event type wait behind are preferred.
 */
final class AnchorChooser {
  /** An anchor that holds more often than this is not worth waiting behind. */
  private static final double TOO_COMMON = 0.6;

  private static final double PRICE_OF_WORK = 0.004;

  private final PredicateTable predicates;
  private final GroupTable groups;
  private final int[] users;

  AnchorChooser(PredicateTable predicates, GroupTable groups) {
    this.predicates = predicates;
    this.groups = groups;
    this.users = new int[groups.groups().length];
  }

  /**
   * A set of which one predicate has to hold.
   *
   * @param score smaller is better
   * @param frequency how often some predicate of the set is guessed to hold, 0 to 1
   */
  private record Anchor(BitSet set, double score, double frequency) {}

  /** Counts the groups that the rules of an event type would wait behind. */
  void prepare(List<Node> nodes) {
    java.util.Arrays.fill(users, 0);
    for (Node node : nodes) {
      Anchor anchor = best(node);
      if (anchor != null) {
        BitSet seen = new BitSet();
        anchor.set().stream().forEach(predicate -> seen.set(groups.group(predicate)));
        seen.stream().forEach(group -> users[group]++);
      }
    }
  }

  /** The anchor of a node, or null when there is none worth having. */
  @Nullable BitSet choose(Node node) {
    Anchor anchor = best(node);
    return anchor == null || anchor.frequency() > TOO_COMMON ? null : anchor.set();
  }

  private @Nullable Anchor best(Node node) {
    return switch (node) {
      case Node.Constant _ -> null;
      case Node.Leaf(int predicate, boolean positive) -> {
        if (!positive) {
          yield null;
        }
        BitSet set = new BitSet();
        set.set(predicate);
        double frequency = frequency(predicates.get(predicate));
        int group = groups.group(predicate);
        double work = PRICE_OF_WORK * groups.get(group).cost() / (1 + users[group]);
        yield new Anchor(set, frequency + work, frequency);
      }
      case Node.And(List<Node> terms) -> {
        Anchor best = null;
        for (Node term : terms) {
          Anchor anchor = best(term);
          if (anchor != null && (best == null || anchor.score() < best.score())) {
            best = anchor;
          }
        }
        yield best;
      }
      case Node.Or(List<Node> terms) -> {
        BitSet set = new BitSet();
        double score = 0;
        double frequency = 0;
        for (Node term : terms) {
          Anchor anchor = best(term);
          if (anchor == null) {
            yield null;
          }
          set.or(anchor.set());
          score += anchor.score();
          frequency += anchor.frequency();
        }
        yield new Anchor(set, score, Math.min(1, frequency));
      }
    };
  }

  /** A guess from the form of the predicate alone. */
  private static double frequency(Predicate predicate) {
    boolean truth = predicate.subject().type() == FieldType.BOOL;
    return switch (predicate.matcher()) {
      case Matcher.Exists _ -> 0.9;
      case Matcher.NumberIn(List<Long> values) -> truth ? 0.5 : Math.min(0.6, 0.05 * values.size());
      case Matcher.NumberBetween _, Matcher.DecimalBetween _, Matcher.BytesOrdered _ -> 0.5;
      case Matcher.DecimalIn(List<Double> values) -> Math.min(0.6, 0.02 * values.size());
      case Matcher.BytesIn in -> Math.min(0.6, 0.015 * in.values().size() + shortness(in));
      case Matcher.Prefix(var value) -> byLength(value.length(), 0.05);
      case Matcher.Suffix(var value) -> byLength(value.length(), 0.05);
      case Matcher.Contains(var value, boolean _) -> byLength(value.length(), 0.04);
      case Matcher.PathBelow(var prefixes) ->
          prefixes.getFirst().length() == 0 ? 1 : Math.min(0.6, 0.02 * prefixes.size() + 0.02);
      case Matcher.PathGlob _, Matcher.GlobMatch _, Matcher.RegexMatch _ -> 0.1;
      case Matcher.WithEvent _ -> 0.4;
      case Matcher.InNetworks(var networks) -> Math.min(0.6, 0.1 * networks.size());
    };
  }

  /** Short words are often those of small enumerations: states, kinds, results. */
  private static double shortness(Matcher.BytesIn in) {
    return in.values().stream().anyMatch(value -> value.length() < 3) ? 0.2 : 0;
  }

  private static double byLength(int length, double typical) {
    return length == 0 ? 1 : length == 1 ? 0.5 : length < 4 ? 3 * typical : typical;
  }
}
