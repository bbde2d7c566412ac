// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Collects problems; at most {@value #LIMIT}, so that a file that is something else altogether does
 * not fill the screen.
 */
final class Problems {

  static final int LIMIT = 50;

  private final List<Problem> found = new ArrayList<>();
  private int leftOut;

  void at(Place place, ConfigCode code, String message, String hint) {
    add(Problem.at(place, code, message, hint));
  }

  void of(String subject, ConfigCode code, String message, String hint) {
    add(Problem.of(subject, code, message, hint));
  }

  void unknownKey(Place place, String key, String where, Collection<String> known) {
    at(
        place,
        ConfigCode.CONFIG_UNKNOWN_KEY,
        "unknown key '" + key + "' in " + where,
        known.isEmpty()
            ? "remove it; there are no keys here"
            : Suggestions.hint(key, known, "the keys here are " + String.join(", ", known)));
  }

  void add(Problem problem) {
    if (followsFromEnvironment(problem)) {
      return;
    }
    if (found.size() < LIMIT) {
      found.add(problem);
    } else {
      leftOut++;
    }
  }

  /** Whether it only says that a variable that could not be put in does not fit either. */
  private boolean followsFromEnvironment(Problem problem) {
    Place place = problem.place();
    return place != null
        && found.stream()
            .filter(earlier -> earlier.code() == ConfigCode.CONFIG_ENVIRONMENT)
            .map(Problem::place)
            .anyMatch(earlier -> earlier != null && place.covers(earlier))
        && problem.code() != ConfigCode.CONFIG_ENVIRONMENT;
  }

  boolean none() {
    return found.isEmpty();
  }

  /** In the order of the file, then in that of the command line. */
  List<Problem> list() {
    List<Problem> all = new ArrayList<>(found);
    all.sort(Comparator.comparingInt(Problems::order));
    if (leftOut == 0) {
      return List.copyOf(all);
    }
    Problem last = all.getLast();
    all.add(
        Problem.of(
            last.place() == null ? last.subject() : last.place().span().source().name(),
            ConfigCode.CONFIG_SHAPE,
            leftOut + " more problems are not shown",
            "mend these first, or check that this is a configuration of Eyrie"));
    return List.copyOf(all);
  }

  private static int order(Problem problem) {
    Place place = problem.place();
    if (place == null) {
      return -1;
    }
    return place.kind() == Place.Kind.FILE ? place.span().start() : Integer.MAX_VALUE;
  }

  void orThrow() throws ConfigException {
    if (!none()) {
      throw new ConfigException(list());
    }
  }
}
