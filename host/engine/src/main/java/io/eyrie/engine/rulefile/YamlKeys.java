// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads typed values out of YAML nodes and says where they are wrong. */
final class YamlKeys {
  private final SourceText source;
  private final Diagnostics diagnostics;
  private final int[] pairs;

  YamlKeys(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.pairs = pairs(source.text());
  }

  /** Whether the node is an explicit or empty null. */
  static boolean isNull(@Nullable Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && switch (scalar.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  /** For each surrogate pair of the text how many code points stand before it. */
  private static int[] pairs(String text) {
    IntStream.Builder found = IntStream.builder();
    int before = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        found.add(before);
        i++;
      }
      before++;
    }
    return found.build().toArray();
  }

  /** The offset in UTF-16 units of what stands after so many code points, as SnakeYAML counts. */
  int offset(int codePoints) {
    int found = Arrays.binarySearch(pairs, codePoints);
    return Math.min(codePoints + (found >= 0 ? found : -found - 1), source.text().length());
  }

  Span span(Node node) {
    return source.span(
        offset(node.getStartMark().getIndex()), offset(node.getEndMark().getIndex()));
  }

  /** The first line of a node, which is enough to point at. */
  Span start(Node node) {
    int from = offset(node.getStartMark().getIndex());
    int to = offset(node.getEndMark().getIndex());
    int end = source.text().indexOf('\n', from);
    return source.span(from, Math.max(from + 1, end < 0 ? to : Math.min(to, end)));
  }

  /** The keys of a map that belongs to an item. */
  Mapping mapping(MappingNode node, Trail trail) {
    return new Mapping(node, trail);
  }

  /** The trail of the whole file. */
  Trail content() {
    return Trail.of(source);
  }

  void invalid(Trail trail, Span span, String message, @Nullable String hint) {
    diagnostics.at(trail).report(Code.LOAD_ERR_YAML_VALIDATE, span, message, hint);
  }

  /**
   * The keys of one map. The first of duplicate keys counts, as it does for Falco. What is wrong is
   * reported with the trail that the map has at that moment.
   */
  final class Mapping {
    private final MappingNode node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private Trail trail;
    private boolean failed;

    private Mapping(MappingNode node, Trail trail) {
      this.node = node;
      this.trail = trail;
      for (NodeTuple tuple : node.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          entries.putIfAbsent(key.getValue(), tuple);
        } else {
          invalid(start(tuple.getKeyNode()), "a key has to be a word", null);
        }
      }
    }

    Trail trail() {
      return trail;
    }

    /** Sets what the map is known to belong to from now on. */
    void trail(Trail item) {
      trail = item;
    }

    /** Reports within the item that the map belongs to. */
    Diagnostics diagnostics() {
      return diagnostics.at(trail);
    }

    boolean has(String key) {
      return entries.containsKey(key);
    }

    Set<String> names() {
      return entries.keySet();
    }

    @Nullable Node node(String key) {
      NodeTuple tuple = entries.get(key);
      return tuple == null ? null : tuple.getValueNode();
    }

    boolean failed() {
      return failed;
    }

    void fail() {
      failed = true;
    }

    Span span() {
      return YamlKeys.this.span(node);
    }

    Span firstLine() {
      return start(node);
    }

    Span keySpan(String key) {
      NodeTuple tuple = entries.get(key);
      return tuple == null ? firstLine() : YamlKeys.this.span(tuple.getKeyNode());
    }

    /** The trail of a key's value. */
    private Trail value(String key) {
      Node value = node(key);
      return value == null ? trail : trail.in(ItemType.VALUE, key, start(value));
    }

    void invalid(Span span, String message, @Nullable String hint) {
      fail();
      YamlKeys.this.invalid(trail, span, message, hint);
    }

    private void invalidValue(String key, Span span, String message, String hint) {
      fail();
      YamlKeys.this.invalid(value(key), span, message, hint);
    }

    void warnUnknown(Set<String> known) {
      for (String name : names()) {
        if (!known.contains(name)) {
          diagnostics()
              .report(
                  Code.LOAD_UNKNOWN_KEY,
                  keySpan(name),
                  "unknown key '" + name + "' has no effect",
                  Suggestions.hint(name, known, "the keys here are " + String.join(", ", known)));
        }
      }
    }

    void missing(String key) {
      invalid(firstLine(), "the key '" + key + "' is missing", "add '" + key + ":' to this item");
    }

    /**
     * The value of a key if it is there and not null; null otherwise, with a diagnostic if it is
     * wrong.
     */
    private @Nullable Node value(String key, boolean required) {
      Node value = node(key);
      if (value == null) {
        if (required) {
          missing(key);
        }
        return null;
      }
      if (isNull(value)) {
        invalid(
            keySpan(key),
            "the key '" + key + "' has no value",
            "give it a value, or remove the key");
        return null;
      }
      return value;
    }

    @Nullable Text text(String key, boolean required) {
      Node value = value(key, required);
      return value == null ? null : scalar(value, false, () -> value(key));
    }

    /** The text of a key, where empty and null mean that it is not there. */
    @Nullable Text emptiableText(String key) {
      Node value = node(key);
      if (value == null || isNull(value)) {
        return null;
      }
      Text text = scalar(value, true, () -> value(key));
      return text == null || text.value().isEmpty() ? null : text;
    }

    /** The text of a scalar node, with the trail for what is wrong with it. */
    @Nullable Text scalar(Node value, boolean emptyAllowed, Supplier<Trail> around) {
      String message;
      String hint;
      if (!(value instanceof ScalarNode scalar)) {
        message = "a single value is wanted here";
        hint = "write a text, not a list or map";
      } else if (isNull(value)) {
        message = "a value is missing here";
        hint = "write a text, or remove the entry";
      } else if (scalar.getValue().isEmpty() && !emptyAllowed) {
        message = "the value is empty";
        hint = "write a text of at least one character";
      } else {
        return YamlKeys.this.text(scalar);
      }
      fail();
      YamlKeys.this.invalid(around.get(), start(value), message, hint);
      return null;
    }

    @Nullable List<Node> sequence(String key, boolean required) {
      Node value = node(key);
      if (value == null) {
        if (required) {
          missing(key);
        }
        return null;
      }
      if (!(value instanceof SequenceNode sequence)) {
        invalidValue(
            key,
            isNull(value) ? keySpan(key) : start(value),
            "'" + key + "' has to be a list",
            "write '" + key + ": [a, b]'");
        return null;
      }
      return sequence.getValue();
    }

    @Nullable List<Text> texts(String key, boolean required) {
      List<Node> nodes = sequence(key, required);
      if (nodes == null) {
        return null;
      }
      List<Text> texts = new ArrayList<>();
      for (Node entry : nodes) {
        Text text = scalar(entry, true, () -> value(key).in(ItemType.LIST_ENTRY, "", start(entry)));
        if (text != null) {
          texts.add(text);
        }
      }
      return List.copyOf(texts);
    }

    @Nullable Boolean bool(String key) {
      Text text = text(key, false);
      if (text == null) {
        return null;
      }
      return switch (text.value().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y" -> true;
        case "false", "no", "off", "n" -> false;
        default -> {
          invalidValue(
              key,
              text.span(),
              "'" + text.value() + "' is neither true nor false",
              "write true or false");
          yield null;
        }
      };
    }

    @Nullable Long unsigned(String key) {
      Text text = text(key, false);
      if (text == null) {
        return null;
      }
      if (!text.value().matches("\\d{1,10}") || Long.parseLong(text.value()) > 0xFFFF_FFFFL) {
        invalidValue(
            key,
            text.span(),
            "'" + text.value() + "' is no whole number from 0 to 4294967295",
            "write milliseconds, such as 5000");
        return null;
      }
      return Long.parseLong(text.value());
    }
  }

  private Text text(ScalarNode scalar) {
    Span whole = span(scalar);
    int[] offsets =
        ScalarOffsets.of(
            source.text(), whole.start(), whole.end(), scalar.getScalarStyle(), scalar.getValue());
    return Text.of(
        scalar.getValue(),
        offsets,
        scalar.getScalarStyle() == ScalarStyle.PLAIN ? whole : start(scalar));
  }
}
