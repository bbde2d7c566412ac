// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.trace.Part.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the rules made of one event. Keeps nothing of the event's own memory.
 *
 * @param number the event's number, from 1
 * @param eventType the name of its type
 * @param timeNanos when it happened, nanoseconds since the epoch
 * @param matches what the rules said, in their order
 * @param checks the comparisons that hold
 * @param values the fields that the comparisons ask for; null where the event has none
 * @param failures rules that were left out because a field could not be extracted, with the reason
 */
public record Sighting(
    long number,
    String eventType,
    long timeNanos,
    List<Match> matches,
    BitSet checks,
    Map<String, @Nullable Object> values,
    List<String> failures) {

  /** Whether a part of a rule holds for the event. */
  public boolean holds(Part part) {
    return switch (part.kind()) {
      case CHECK -> checks.get(part.check());
      case NOT -> !holds(part.parts().getFirst());
      case MACRO, EXCEPTION -> holds(part.parts().getFirst());
      case ALL -> part.parts().stream().allMatch(this::holds);
      case ANY -> part.parts().stream().anyMatch(this::holds);
      case RULE -> {
        List<Part> parts = part.parts();
        yield holds(parts.getFirst()) && parts.stream().skip(1).noneMatch(this::holds);
      }
    };
  }

  /**
   * Walks a part as its author reads it, from the left, and stops where the answer is known. Each
   * part that is reached is told with 1 if it holds and 0 if not, inner parts first.
   */
  public boolean walk(Part part, ObjIntConsumer<Part> reached) {
    boolean holds =
        switch (part.kind()) {
          case CHECK -> checks.get(part.check());
          case NOT -> !walk(part.parts().getFirst(), reached);
          case MACRO, EXCEPTION -> walk(part.parts().getFirst(), reached);
          case ALL -> part.parts().stream().allMatch(inner -> walk(inner, reached));
          case ANY -> part.parts().stream().anyMatch(inner -> walk(inner, reached));
          case RULE -> {
            List<Part> parts = part.parts();
            yield walk(parts.getFirst(), reached)
                && parts.stream().skip(1).noneMatch(inner -> walk(inner, reached));
          }
        };
    reached.accept(part, holds ? 1 : 0);
    return holds;
  }

  /**
   * The smallest part that by itself made a part what it is: of an {@code and} that does not hold
   * the first term that does not, of an {@code or} that holds the first term that does, of one that
   * does not the term that is nearer to holding than all others. Where several parts made it so
   * together, their {@code and} or {@code or}.
   */
  public Part decisive(Part part) {
    boolean holds = holds(part);
    return switch (part.kind()) {
      case CHECK -> part;
      case NOT -> {
        Part inner = decisive(part.parts().getFirst());
        yield inner.kind() == Kind.CHECK ? part : inner;
      }
      case MACRO, EXCEPTION -> {
        Part inner = decisive(part.parts().getFirst());
        yield inner.equals(part.parts().getFirst()) && part.kind() == Kind.EXCEPTION ? part : inner;
      }
      case ALL -> holds ? part : decisive(first(part, false));
      case ANY ->
          holds ? decisive(first(part, true)) : nearestTerm(part).map(this::decisive).orElse(part);
      case RULE -> {
        Part condition = part.parts().getFirst();
        yield holds
            ? part
            : holds(condition)
                ? part.parts().stream().skip(1).filter(this::holds).findFirst().orElse(part)
                : decisive(condition);
      }
    };
  }

  /** The one term of an {@code or} that is nearer to holding than all others, if there is one. */
  private Optional<Part> nearestTerm(Part any) {
    List<Part> sorted =
        any.parts().stream().sorted(Comparator.comparingDouble(this::nearness).reversed()).toList();
    return nearness(sorted.getFirst()) > nearness(sorted.get(1))
        ? Optional.of(sorted.getFirst())
        : Optional.empty();
  }

  private Part first(Part part, boolean wanted) {
    return part.parts().stream().filter(inner -> holds(inner) == wanted).findFirst().orElse(part);
  }

  /**
   * How near a part is to holding, from 0 to 1: the share of the terms of each {@code and} that
   * hold, and the nearest term of each {@code or}. 1 only where it holds.
   */
  public double nearness(Part part) {
    if (holds(part)) {
      return 1;
    }
    return switch (part.kind()) {
      case CHECK, NOT -> 0;
      case MACRO -> nearness(part.parts().getFirst());
      case EXCEPTION -> 0;
      case ALL -> part.parts().stream().mapToDouble(this::nearness).average().orElse(0);
      case ANY -> part.parts().stream().mapToDouble(this::nearness).max().orElse(0);
      // The condition holds where an exception made the difference: nearer than anything else.
      case RULE ->
          holds(part.parts().getFirst()) ? 0.999 : 0.99 * nearness(part.parts().getFirst());
    };
  }

  /**
   * Why a part holds or not, in words: the decisive part as written, with the values of the fields
   * that it asks for and the place where it stands.
   */
  public String reason(Part part) {
    Part decisive = decisive(part);
    StringBuilder text = new StringBuilder();
    switch (decisive.kind()) {
      case EXCEPTION -> text.append("exception '").append(decisive.text()).append('\'');
      case RULE -> text.append("the whole condition");
      case MACRO -> text.append(decisive.text());
      case ALL, ANY, NOT, CHECK -> text.append('\'').append(decisive.written()).append('\'');
    }
    text.append(holds(decisive) ? " holds" : " does not hold");
    List<String> known = new ArrayList<>();
    for (String field : fields(decisive)) {
      known.add(field + " = " + Shown.value(values.get(field)));
    }
    if (!known.isEmpty()) {
      text.append(" for ").append(String.join(", ", known));
    }
    return text.append("  (").append(decisive.place()).append(')').toString();
  }

  /** The fields that a part asks for, each once, that have a value to show or are absent. */
  public Set<String> fields(Part part) {
    Set<String> fields = new LinkedHashSet<>();
    collect(part, fields);
    return fields;
  }

  private void collect(Part part, Set<String> into) {
    for (FieldUse use : part.fields()) {
      if (values.containsKey(use.text())) {
        into.add(use.text());
      }
    }
    part.parts().forEach(inner -> collect(inner, into));
  }
}
