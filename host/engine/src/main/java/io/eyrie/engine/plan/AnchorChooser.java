// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Predicate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for the conditions of all rules of an event type what they wait behind: for each a set of
 * positive predicates one of which has to say yes for the condition to hold.
 *
 * <p>What is waited behind is answered for every event, and fetching a field costs more than asking
 * it. So the rules are made to share: beginning with the rarest anchor of each rule, the groups are
 * given up one by one whose work costs more than what the rules that waited behind them cost when
 * they wait behind something else, or are looked at each time.
 */
final class AnchorChooser {
  /** What fetching a field costs, in the unit of {@link GroupKind#cost()}. */
  private static final double FETCH = 10;

  /** What it costs to look at a rule, the groups that it asks for then included. */
  private static final double LOOK = 25;

  private final PredicateTable predicates;
  private final GroupTable groups;

  /** Groups that were given up for the event type at hand. */
  private final BitSet out = new BitSet();

  /** How many groups that are not given up ask each slot. */
  private int[] askers = {};

  AnchorChooser(PredicateTable predicates, GroupTable groups) {
    this.predicates = predicates;
    this.groups = groups;
  }

  /**
   * A set of which one predicate has to hold.
   *
   * @param frequency how often some predicate of the set is guessed to hold, 0 to 1
   */
  private record Anchor(BitSet set, double frequency) {}

  /** A rule on its way to an anchor. */
  private final class Waiting {
    private final Node node;
    private @Nullable Anchor anchor;
    private BitSet behind = new BitSet();

    Waiting(Node node) {
      this.node = node;
      settle();
    }

    void settle() {
      anchor = best(node);
      if (anchor != null && anchor.frequency() >= 1) {
        anchor = null;
      }
      behind = new BitSet();
      if (anchor != null) {
        anchor.set().stream().forEach(predicate -> behind.set(groups.group(predicate)));
      }
    }

    double cost() {
      return cost(anchor);
    }

    double cost(@Nullable Anchor other) {
      return other == null ? LOOK : LOOK * Math.min(1, other.frequency());
    }
  }

  /** The anchors of conditions, null for those that are to be looked at each time. */
  List<@Nullable BitSet> choose(List<Node> nodes) {
    out.clear();
    List<Waiting> rules = new ArrayList<>();
    BitSet in = new BitSet();
    for (Node node : nodes) {
      Waiting rule = new Waiting(node);
      rules.add(rule);
      in.or(rule.behind);
    }
    askers = new int[in.stream().map(group -> groups.get(group).slot()).max().orElse(-1) + 1];
    in.stream().forEach(group -> askers[groups.get(group).slot()]++);
    for (int worst = worst(rules, in); worst >= 0; worst = worst(rules, in)) {
      giveUp(worst, rules, in);
    }
    List<@Nullable BitSet> chosen = new ArrayList<>();
    for (Waiting rule : rules) {
      chosen.add(rule.anchor == null ? null : rule.anchor.set());
    }
    return chosen;
  }

  private void giveUp(int group, List<Waiting> rules, BitSet in) {
    out.set(group);
    in.clear(group);
    askers[groups.get(group).slot()]--;
    for (Waiting rule : rules) {
      if (rule.behind.get(group)) {
        rule.settle();
      }
    }
  }

  /** The group that is worth most to be given up; -1 when none is. */
  private int worst(List<Waiting> rules, BitSet in) {
    BitSet others = new BitSet();
    others.set(0, groups.groups().length);
    others.andNot(in);
    out.or(others);
    int worst = -1;
    double most = 0;
    for (int group = in.nextSetBit(0); group >= 0; group = in.nextSetBit(group + 1)) {
      PredicateGroup asked = groups.get(group);
      double gain = asked.cost() + (askers[asked.slot()] == 1 ? FETCH : 0);
      out.set(group);
      for (Waiting rule : rules) {
        if (rule.behind.get(group)) {
          gain -= rule.cost(best(rule.node)) - rule.cost();
        }
      }
      out.clear(group);
      if (gain > most) {
        most = gain;
        worst = group;
      }
    }
    return worst;
  }

  private @Nullable Anchor best(Node node) {
    return switch (node) {
      case Node.Constant _ -> null;
      case Node.Leaf(int predicate, boolean positive) -> {
        if (!positive || out.get(groups.group(predicate))) {
          yield null;
        }
        BitSet set = new BitSet();
        set.set(predicate);
        yield new Anchor(set, frequency(predicates.get(predicate)));
      }
      case Node.And(List<Node> terms) -> {
        Anchor best = null;
        for (Node term : terms) {
          Anchor anchor = best(term);
          if (anchor != null && (best == null || anchor.frequency() < best.frequency())) {
            best = anchor;
          }
        }
        yield best;
      }
      case Node.Or(List<Node> terms) -> {
        BitSet set = new BitSet();
        double frequency = 0;
        for (Node term : terms) {
          Anchor anchor = best(term);
          if (anchor == null) {
            yield null;
          }
          set.or(anchor.set());
          frequency += anchor.frequency();
        }
        yield new Anchor(set, frequency);
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
