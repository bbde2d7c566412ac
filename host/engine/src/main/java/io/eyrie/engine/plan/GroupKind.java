// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;

/** How the predicates of a group are answered, from the cheapest to the dearest. */
enum GroupKind {
  EXISTS(1),
  NUMBERS(2),
  RANGES(3),
  BYTES(4),
  NETWORKS(5),
  PREFIXES(6),
  SUFFIXES(6),
  PATHS(8),
  DECIMALS(8),
  OCCURRENCES(20),
  OCCURRENCES_ANY_CASE(20),
  PAIR(10),
  SINGLE(20),
  REGEX(200);

  private final int cost;

  GroupKind(int cost) {
    this.cost = cost;
  }

  /** A rough figure to order work by. */
  int cost() {
    return cost;
  }

  static GroupKind of(Matcher matcher) {
    return switch (matcher) {
      case Matcher.Exists _ -> EXISTS;
      case Matcher.NumberIn _ -> NUMBERS;
      case Matcher.NumberBetween _ -> RANGES;
      case Matcher.DecimalIn _, Matcher.DecimalBetween _ -> DECIMALS;
      case Matcher.BytesIn _ -> BYTES;
      case Matcher.Prefix _ -> PREFIXES;
      case Matcher.Suffix _ -> SUFFIXES;
      case Matcher.Contains contains -> contains.ignoreCase() ? OCCURRENCES_ANY_CASE : OCCURRENCES;
      case Matcher.PathBelow _ -> PATHS;
      case Matcher.InNetworks _ -> NETWORKS;
      case Matcher.RegexMatch(var regex) -> regex.tabled() ? SINGLE : REGEX;
      case Matcher.WithEvent _ -> PAIR;
      case Matcher.GlobMatch _, Matcher.PathGlob _, Matcher.BytesOrdered _ -> SINGLE;
    };
  }

  /** Whether each predicate is a group of its own, so that it is only answered when asked. */
  boolean alone() {
    return this == SINGLE || this == REGEX || this == PAIR;
  }
}
