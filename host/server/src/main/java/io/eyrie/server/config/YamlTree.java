// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Turns one YAML text into {@link ConfigNode}s. */
final class YamlTree {

  /** Deeper than any key of the configuration, and too shallow for a recursion to overflow. */
  private static final int DEEPEST = 12;

  private final SourceText source;
  private final Place.Kind kind;
  private final int base;
  private final Problems problems;

  /**
   * @param source what places point into
   * @param base where in it the YAML begins, in characters
   */
  YamlTree(SourceText source, Place.Kind kind, int base, Problems problems) {
    this.source = source;
    this.kind = kind;
    this.base = base;
    this.problems = problems;
  }

  /** The tree, or null when there is none: an empty text, or problems that were reported. */
  @Nullable ConfigNode read() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST * 2);
    Node root;
    try {
      StreamReader text = new StreamReader(source.text().substring(base));
      // Not by the class Yaml, which prepares for objects too, on the way of every start.
      root = new Composer(new ParserImpl(text, options), new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      String problem = oneLine(e.getProblem());
      // What is never closed is found missing at the end, and mended where it begins.
      boolean unclosed = problem.contains("end of stream") && e.getContextMark() != null;
      Mark mark = unclosed || e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      int at = mark == null ? base : offset(mark.getIndex());
      String context = e.getContext() == null ? "" : oneLine(e.getContext()) + ", ";
      problems.at(
          place(at, at + 1),
          ConfigCode.CONFIG_YAML,
          "this is no YAML: " + context + problem,
          yamlHint(at));
      return null;
    } catch (ReaderException e) {
      int at = offset(e.getPosition());
      problems.at(
          place(at, at + 1),
          ConfigCode.CONFIG_YAML,
          "this is no YAML: the control character U+%04X is not allowed"
              .formatted(e.getCodePoint()),
          "remove it, or write it as \"\\u%04X\" between double quotes"
              .formatted(e.getCodePoint()));
      return null;
    } catch (NumberFormatException _) {
      // SnakeYAML takes the end of the text for the digits of an escape.
      problems.at(
          place(source.text().length(), source.text().length()),
          ConfigCode.CONFIG_YAML,
          "this is no YAML: it ends within an escape",
          "finish the double-quoted text");
      return null;
    } catch (YAMLException e) {
      problems.of(
          source.name(),
          ConfigCode.CONFIG_YAML,
          "this is no YAML: " + oneLine(e.getMessage()),
          "check that this is a configuration of Eyrie; it has no more than five levels");
      return null;
    }
    return root == null ? null : convert(root, 0);
  }

  private @Nullable ConfigNode convert(Node node, int depth) {
    Place place =
        place(offset(node.getStartMark().getIndex()), offset(node.getEndMark().getIndex()));
    if (depth > DEEPEST || node instanceof AnchorNode) {
      problems.at(
          place,
          ConfigCode.CONFIG_YAML,
          "this is nested more than " + DEEPEST + " levels deep",
          "the configuration has no such key; check the indentation and the anchors");
      return null;
    }
    return switch (node) {
      case ScalarNode scalar -> new Scalar(scalar.getValue(), isNone(scalar), place);
      case SequenceNode sequence -> {
        List<ConfigNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          ConfigNode converted = convert(item, depth + 1);
          if (converted != null) {
            items.add(converted);
          }
        }
        yield new Sequence(items, place);
      }
      case MappingNode mapping -> new Mapping(entries(mapping, depth), place);
      default -> null;
    };
  }

  private Map<String, Entry> entries(MappingNode mapping, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      Place keyPlace =
          place(offset(keyNode.getStartMark().getIndex()), offset(keyNode.getEndMark().getIndex()));
      if (!(keyNode instanceof ScalarNode key)) {
        problems.at(
            keyPlace,
            ConfigCode.CONFIG_SHAPE,
            "a key has to be a single word",
            "a text that begins with { or [ has to be quoted");
        continue;
      }
      Entry earlier = entries.get(key.getValue());
      if (earlier != null) {
        problems.at(
            keyPlace,
            ConfigCode.CONFIG_DUPLICATE_KEY,
            "the key '" + key.getValue() + "' stands here for the second time",
            "the first one is on line " + earlier.key().span().line() + "; join or remove one");
        continue;
      }
      ConfigNode value = convert(tuple.getValueNode(), depth + 1);
      if (value != null) {
        entries.put(key.getValue(), new Entry(keyPlace, value));
      }
    }
    return entries;
  }

  private static boolean isNone(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN
        && switch (scalar.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  private String yamlHint(int offset) {
    String line = source.lineText(source.line(Math.min(offset, source.text().length())));
    if (line.indexOf('\t') >= 0) {
      return "YAML is indented with blanks, never with tabs";
    }
    return switch (kind) {
      case FILE -> "check the indentation and the quotes here and on the line above";
      case OPTION -> "check the brackets, braces and quotes";
    };
  }

  private Place place(int start, int end) {
    int length = source.text().length();
    int from = Math.min(start, length);
    int to = Math.clamp(end, from, length);
    // The first line is enough to point at, and an end mark may lie behind blank lines.
    int newline = source.text().indexOf('\n', from);
    if (newline >= 0) {
      to = Math.min(to, Math.max(from, newline));
    }
    Span span = source.span(from, to);
    return new Place(span, kind, false);
  }

  /** SnakeYAML counts code points. */
  private int offset(int codePoints) {
    String text = source.text();
    int points = Math.min(codePoints, text.codePointCount(base, text.length()));
    return text.offsetByCodePoints(base, points);
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s+", " ");
  }
}
