// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.rulefile.RuleFileReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads the one YAML document of a file of rule tests. No text makes it throw, hang or use memory
 * beyond a small multiple of the text: nesting and what aliases repeat are bounded.
 */
final class YamlReader {

  private static final int LONGEST = 16 * 1024 * 1024;

  /** As in rule files. */
  private static final int LONGEST_LINE = RuleFileReader.LONGEST_LINE;

  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 1_000_000;

  private final SourceText source;
  private final Mistakes mistakes;

  /** The offset of each code point; null where they are the same. */
  private final int @Nullable [] offsets;

  private int nodes;

  private YamlReader(SourceText source, Mistakes mistakes) {
    this.source = source;
    this.mistakes = mistakes;
    String text = source.text();
    boolean onlyBasicPlane = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    this.offsets = onlyBasicPlane ? null : offsets(text);
  }

  private static int[] offsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    return offsets;
  }

  /** The document, or null when there is none: an empty text, or mistakes that were told. */
  static @Nullable Yaml read(SourceText source, Mistakes mistakes) {
    return new YamlReader(source, mistakes).read();
  }

  private @Nullable Yaml read() {
    if (source.text().length() > LONGEST) {
      mistakes.at(
          source.span(0, 0),
          "the file is longer than " + LONGEST + " characters",
          "split it into several files of tests");
      return null;
    }
    Optional<Span> tooLong = source.lineLongerThan(LONGEST_LINE);
    if (tooLong.isPresent()) {
      mistakes.at(
          tooLong.get(),
          "the line is longer than " + LONGEST_LINE + " characters",
          "break it up, or write the events into a file of their own");
      return null;
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST + 1);
    options.setNestingDepthLimit(DEEPEST);
    try {
      Node root = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(source.text()));
      Yaml value = root == null ? null : convert(root, 0);
      if (nodes > MOST_NODES) {
        mistakes.at(source.span(0, 0), "the aliases repeat too much", "write it without aliases");
        return null;
      }
      return value;
    } catch (MarkedYAMLException e) {
      int at = e.getProblemMark() == null ? 0 : offset(e.getProblemMark().getIndex());
      String context = e.getContext() == null ? "" : " " + e.getContext().strip();
      mistakes.at(
          source.span(at, at + 1),
          "the YAML can't be read" + context + ": " + String.valueOf(e.getProblem()).strip(),
          "quote texts that contain ': ', ' #' or begin with one of @ ` % & * ! [ {, and between"
              + " braces keys with brackets, as in {\"proc.aname[1]\": sh}");
    } catch (ReaderException e) {
      int at = offset(e.getPosition());
      mistakes.at(
          source.span(at, at + 1),
          "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()),
          "write it as an escape in a double-quoted text");
    } catch (NumberFormatException _) {
      // SnakeYAML takes the end of the text for the digits of an escape.
      mistakes.at(
          source.span(source.text().length(), source.text().length()),
          "the YAML can't be read: the file ends within an escape",
          "finish the double-quoted text");
    } catch (YAMLException e) {
      mistakes.at(
          source.span(0, 0),
          "the YAML can't be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          null);
    }
    return null;
  }

  private @Nullable Yaml convert(Node node, int depth) {
    Span span = span(node);
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      return null;
    }
    return switch (node) {
      case ScalarNode scalar ->
          new Yaml.Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, span);
      case SequenceNode sequence -> {
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          Yaml converted = convert(item, depth + 1);
          if (converted != null) {
            items.add(converted);
          }
        }
        yield new Yaml.Items(items, span);
      }
      case MappingNode mapping -> new Yaml.Keys(entries(mapping, depth), span);
      default -> null;
    };
  }

  private Map<String, Yaml.Entry> entries(MappingNode mapping, int depth) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Span at = span(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.at(at, "a key has to be a single word", "quote a text that begins with { or [");
        continue;
      }
      Yaml value = convert(tuple.getValueNode(), depth + 1);
      if (value == null) {
        continue;
      }
      Yaml.Entry earlier = entries.putIfAbsent(key.getValue(), new Yaml.Entry(at, value));
      if (earlier != null) {
        mistakes.at(
            at,
            "the key '" + key.getValue() + "' stands here for the second time",
            "the first one is on line " + earlier.key().line() + "; join or remove one");
      }
    }
    return entries;
  }

  /** The first line of a node, which is enough to point at. */
  private Span span(Node node) {
    int from = Math.min(offset(node.getStartMark().getIndex()), source.text().length());
    int to = Math.max(from, offset(node.getEndMark().getIndex()));
    int newline = source.text().indexOf('\n', from);
    return source.span(from, newline >= 0 ? Math.min(to, Math.max(newline, from)) : to);
  }

  /** SnakeYAML counts code points. */
  private int offset(int codePoints) {
    if (offsets != null && codePoints < offsets.length) {
      return offsets[codePoints];
    }
    return Math.min(codePoints, source.text().length());
  }
}
