// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads typed values out of YAML nodes and says where they are wrong. */
final class YamlKeys {
  private final SourceText source;
  private final Diagnostics diagnostics;
  private final boolean onlyBasicPlane;

  YamlKeys(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.onlyBasicPlane = source.text().chars().noneMatch(c -> Character.isSurrogate((char) c));
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

  int offset(Mark mark) {
    return offset(mark.getIndex());
  }

  /** SnakeYAML counts code points. */
  int offset(int codePoints) {
    String text = source.text();
    if (onlyBasicPlane) {
      return Math.min(codePoints, text.length());
    }
    int bounded = Math.min(codePoints, text.codePointCount(0, text.length()));
    return text.offsetByCodePoints(0, bounded);
  }

  Span span(Node node) {
    return source.span(offset(node.getStartMark()), offset(node.getEndMark()));
  }

  /** The first line of a node, which is enough to point at. */
  Span start(Node node) {
    int from = offset(node.getStartMark());
    int to = offset(node.getEndMark());
    int line = source.line(from);
    int at = from;
    while (at < to && source.line(at) == line && source.text().charAt(at) != '\n') {
      at++;
    }
    return source.span(from, Math.max(from + 1, at));
  }

  Mapping mapping(MappingNode node) {
    return new Mapping(node);
  }

  private void invalid(Span span, String message, @Nullable String hint) {
    diagnostics.report(Code.LOAD_ERR_YAML_VALIDATE, span, message, hint);
  }

  /** The keys of one map. The last of duplicate keys counts. */
  final class Mapping {
    private final MappingNode node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private boolean failed;

    private Mapping(MappingNode node) {
      this.node = node;
      for (NodeTuple tuple : node.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          entries.put(key.getValue(), tuple);
        } else {
          fail();
          invalid(start(tuple.getKeyNode()), "a key has to be a word", null);
        }
      }
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

    void warnUnknown(Set<String> known) {
      for (String name : names()) {
        if (!known.contains(name)) {
          diagnostics.report(
              Code.LOAD_UNKNOWN_KEY,
              keySpan(name),
              "unknown key '" + name + "' has no effect",
              Suggestions.hint(name, known, "the keys here are " + String.join(", ", known)));
        }
      }
    }

    void missing(String key) {
      fail();
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
        fail();
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
      return value == null ? null : scalar(value, false);
    }

    /** The text of a key, where empty and null mean that it is not there. */
    @Nullable Text emptiableText(String key) {
      Node value = node(key);
      if (value == null || isNull(value)) {
        return null;
      }
      Text text = scalar(value, true);
      return text == null || text.value().isEmpty() ? null : text;
    }

    /** The text of a scalar node. */
    @Nullable Text scalar(Node value, boolean emptyAllowed) {
      if (!(value instanceof ScalarNode scalar)) {
        fail();
        invalid(start(value), "a single value is wanted here", "write a text, not a list or map");
        return null;
      }
      if (isNull(value)) {
        fail();
        invalid(start(value), "a value is missing here", "write a text, or remove the entry");
        return null;
      }
      if (scalar.getValue().isEmpty() && !emptyAllowed) {
        fail();
        invalid(start(value), "the value is empty", "write a text of at least one character");
        return null;
      }
      Span whole = YamlKeys.this.span(value);
      int[] offsets =
          ScalarOffsets.of(
              source.text(),
              whole.start(),
              whole.end(),
              scalar.getScalarStyle(),
              scalar.getValue());
      return Text.of(
          scalar.getValue(),
          offsets,
          scalar.getScalarStyle() == ScalarStyle.PLAIN ? whole : start(value));
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
        fail();
        invalid(
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
        Text text = scalar(entry, true);
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
          fail();
          invalid(
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
        fail();
        invalid(
            text.span(),
            "'" + text.value() + "' is no whole number from 0 to 4294967295",
            "write milliseconds, such as 5000");
        return null;
      }
      return Long.parseLong(text.value());
    }
  }
}
