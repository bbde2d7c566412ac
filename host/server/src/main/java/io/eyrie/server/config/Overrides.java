// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.SourceText;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code -o key=value} into the tree. The syntax is Falco's: {@code a.b} goes into a map,
 * {@code [n]} to an item of a list, {@code []} behind its end; {@code \. \[ \] \\} are those
 * characters in a key; a value that begins with { or [ is YAML.
 */
final class Overrides {

  private sealed interface Step {
    record Key(String name) implements Step {}

    record Index(int number) implements Step {}

    record Append() implements Step {}
  }

  /** A step that does not fit what is there. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;

    Misfit(String message, String hint) {
      super(message);
      this.hint = hint;
    }
  }

  private final Problems problems;

  Overrides(Problems problems) {
    this.problems = problems;
  }

  /** The tree with one more override; the same tree when the override has a problem. */
  @Nullable ConfigNode apply(@Nullable ConfigNode tree, String option) {
    int equals = equalsSign(option);
    if (equals <= 0) {
      problems.of(
          "-o " + option,
          ConfigCode.CONFIG_OPTION,
          "this is no key=value",
          "write for instance -o priority=warning or -o 'sources[0].config.files=/var/log/ct'");
      return tree;
    }
    SourceText text = new SourceText("-o " + option.substring(0, equals), option);
    Place keyPlace = new Place(text.span(0, equals), Place.Kind.OPTION, false);
    List<Step> steps;
    try {
      steps = steps(option.substring(0, equals));
    } catch (Misfit e) {
      problems.at(keyPlace, ConfigCode.CONFIG_OPTION, String.valueOf(e.getMessage()), e.hint);
      return tree;
    }
    ConfigNode value = value(text, option, equals + 1);
    if (value == null) {
      return tree;
    }
    try {
      return put(tree, steps, 0, value, keyPlace);
    } catch (Misfit e) {
      problems.at(keyPlace, ConfigCode.CONFIG_OPTION, String.valueOf(e.getMessage()), e.hint);
      return tree;
    }
  }

  private @Nullable ConfigNode value(SourceText text, String option, int from) {
    String raw = option.substring(from);
    if (raw.startsWith("{") || raw.startsWith("[")) {
      return new YamlTree(text, Place.Kind.OPTION, from, problems).read();
    }
    return new Scalar(
        raw, raw.isEmpty(), new Place(text.span(from, option.length()), Place.Kind.OPTION, false));
  }

  private static int equalsSign(String option) {
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '=') {
        return i;
      }
    }
    return -1;
  }

  private static List<Step> steps(String path) throws Misfit {
    List<Step> steps = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean wordWanted = true;
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i++);
      switch (c) {
        case '\\' -> {
          if (i == path.length()) {
            throw new Misfit("the key ends in a backslash", "write \\\\ for a backslash");
          }
          word.append(path.charAt(i++));
        }
        case '.' -> {
          if (wordWanted) {
            endWord(word, steps);
          }
          wordWanted = true;
        }
        case '[' -> {
          if (wordWanted) {
            endWord(word, steps);
          }
          wordWanted = false;
          int close = path.indexOf(']', i);
          if (close < 0) {
            throw new Misfit("a [ is not closed", "write [n] for item n from 0, [] to append");
          }
          steps.add(index(path.substring(i, close)));
          i = close + 1;
        }
        default -> {
          if (!wordWanted) {
            throw new Misfit("a dot is missing behind a ]", "write for instance sources[0].name");
          }
          word.append(c);
        }
      }
    }
    if (wordWanted) {
      endWord(word, steps);
    }
    return steps;
  }

  private static void endWord(StringBuilder word, List<Step> steps) throws Misfit {
    if (word.isEmpty()) {
      throw new Misfit("a part of the key is empty", "write for instance store.max_age");
    }
    steps.add(new Step.Key(word.toString()));
    word.setLength(0);
  }

  private static Step index(String digits) throws Misfit {
    if (digits.isEmpty()) {
      return new Step.Append();
    }
    try {
      int number = Integer.parseInt(digits);
      if (number >= 0) {
        return new Step.Index(number);
      }
    } catch (NumberFormatException _) {
      // Told below, as a negative number is.
    }
    throw new Misfit(
        "'[" + digits + "]' is no item of a list", "write [n] for item n from 0, [] to append");
  }

  private ConfigNode put(
      @Nullable ConfigNode here, List<Step> steps, int at, ConfigNode value, Place place)
      throws Misfit {
    if (at == steps.size()) {
      return value;
    }
    ConfigNode present = here instanceof Scalar scalar && scalar.none() ? null : here;
    return switch (steps.get(at)) {
      case Step.Key(String name) -> {
        if (present != null && !(present instanceof Mapping)) {
          throw new Misfit(
              "'"
                  + written(steps, at)
                  + "' is "
                  + present.kind()
                  + " and has no key '"
                  + name
                  + "'",
              present instanceof Sequence
                  ? "name an item of it: '" + written(steps, at) + "[0]." + name + "'"
                  : "shorten the key, or override the whole of it");
        }
        Map<String, Entry> entries =
            present instanceof Mapping mapping
                ? new LinkedHashMap<>(mapping.entries())
                : new LinkedHashMap<>();
        Entry old = entries.get(name);
        ConfigNode changed = put(old == null ? null : old.value(), steps, at + 1, value, place);
        entries.put(name, new Entry(place, changed));
        yield new Mapping(entries, present == null ? place : present.place());
      }
      case Step.Index(int number) -> {
        List<ConfigNode> items = items(present, steps, at);
        if (number > items.size()) {
          throw new Misfit(
              "'" + written(steps, at) + "' has " + items.size() + " items, so no [" + number + "]",
              "items count from 0; [] appends one");
        }
        ConfigNode old = number == items.size() ? null : items.get(number);
        ConfigNode changed = put(old, steps, at + 1, value, place);
        if (old == null) {
          items.add(changed);
        } else {
          items.set(number, changed);
        }
        yield new Sequence(items, present == null ? place : present.place());
      }
      case Step.Append() -> {
        List<ConfigNode> items = items(present, steps, at);
        items.add(put(null, steps, at + 1, value, place));
        yield new Sequence(items, present == null ? place : present.place());
      }
    };
  }

  private static List<ConfigNode> items(@Nullable ConfigNode present, List<Step> steps, int at)
      throws Misfit {
    if (present == null) {
      return new ArrayList<>();
    }
    if (present instanceof Sequence sequence) {
      return new ArrayList<>(sequence.items());
    }
    throw new Misfit(
        "'" + written(steps, at) + "' is " + present.kind() + ", not a list",
        "leave the [] out, or override the whole of it");
  }

  private static String written(List<Step> steps, int until) {
    StringBuilder path = new StringBuilder();
    for (Step step : steps.subList(0, until)) {
      switch (step) {
        case Step.Key(String name) -> path.append(path.isEmpty() ? "" : ".").append(name);
        case Step.Index(int number) -> path.append('[').append(number).append(']');
        case Step.Append() -> path.append("[]");
      }
    }
    return path.isEmpty() ? "the configuration" : path.toString();
  }
}
