// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads the items of one rule file and types their keys. Every problem becomes a diagnostic, and
 * the item that has an error is left out; no text makes it throw, hang or use memory beyond a small
 * multiple of the text (nesting is bounded, aliases are never copied).
 */
public final class RuleFileReader {
  /** The longest text that is read, in UTF-16 units. */
  public static final int LONGEST = 16 * 1024 * 1024;

  /** The longest line that is read; the YAML scanner's time grows with its square. */
  public static final int LONGEST_LINE = 1_000_000;

  private static final int DEEPEST = 64;

  private static final List<String> KINDS =
      List.of("required_engine_version", "required_plugin_versions", "list", "macro", "rule");
  private final SourceText source;
  private final Diagnostics diagnostics;
  private final YamlKeys keys;
  private final VersionReader versions;
  private final ListReader lists;
  private final MacroReader macros;
  private final RuleReader rules;
  private Optional<List<String>> schemaProblems = Optional.empty();

  private RuleFileReader(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.keys = new YamlKeys(source, diagnostics);
    this.versions = new VersionReader(keys);
    this.lists = new ListReader(keys);
    this.macros = new MacroReader(keys);
    this.rules = new RuleReader(keys);
  }

  /** The items of the text; what is wrong with it goes to the diagnostics. */
  public static RuleFile read(SourceText source, Diagnostics diagnostics) {
    diagnostics.register(source);
    RuleFileReader reader = new RuleFileReader(source, diagnostics);
    List<Item> items = reader.items();
    return new RuleFile(source, List.copyOf(items), reader.schemaProblems);
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    if (source.text().length() > LONGEST) {
      report(
          source.span(0, 0),
          "the file is longer than " + LONGEST + " characters",
          "split it into several rule files");
      return items;
    }
    Optional<Span> tooLong = source.lineLongerThan(LONGEST_LINE);
    if (tooLong.isPresent()) {
      report(
          tooLong.get(),
          "the line is longer than " + LONGEST_LINE + " characters",
          "break it up; a text may go on over several lines after '>'");
      return items;
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST + 1);
    options.setNestingDepthLimit(DEEPEST);
    options.setProcessComments(false);
    try {
      Node first = null;
      for (Node document : new Yaml(options).composeAll(new StringReader(source.text()))) {
        first = first == null ? document : first;
        document(document, items);
      }
      if (first != null && !YamlKeys.isNull(first)) {
        schemaProblems = Optional.of(SchemaCheck.check(first));
      }
    } catch (MarkedYAMLException e) {
      int at = e.getProblemMark() == null ? 0 : keys.offset(e.getProblemMark().getIndex());
      String problem = e.getProblem() == null ? "no valid YAML" : e.getProblem();
      String context = e.getContext() == null ? "" : " " + e.getContext();
      report(
          source.span(at, at + 1),
          "the YAML can't be read" + context + ": " + problem.strip(),
          at >= source.text().stripTrailing().length() && e.getContextMark() != null
              ? "what begins on line " + (e.getContextMark().getLine() + 1) + " is not closed"
              : "quote texts that contain ': ', ' #' or begin with one of @ ` % & * ! [ {");
    } catch (ReaderException e) {
      int at = keys.offset(e.getPosition());
      report(
          source.span(at, at + 1),
          String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
          "remove it, or write it as an escape in a double-quoted text");
    } catch (NumberFormatException _) {
      // SnakeYAML takes the end of the text for the digits of an escape.
      report(
          source.span(source.text().length(), source.text().length()),
          "the YAML can't be read: the file ends within an escape",
          "finish the double-quoted text");
    } catch (YAMLException e) {
      report(
          source.span(0, 0),
          "the YAML can't be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "write it without what is named");
    }
    return items;
  }

  private void report(Span span, String message, String hint) {
    diagnostics
        .at(keys.content().in(ItemType.VALUE, "", span))
        .report(Code.LOAD_ERR_YAML_PARSE, span, message, hint);
  }

  private void document(Node document, List<Item> items) {
    if (YamlKeys.isNull(document)) {
      return;
    }
    if (!(document instanceof SequenceNode sequence)) {
      keys.invalid(
          keys.content(),
          keys.start(document),
          "a rule file is a list of items",
          "begin each item with '- '");
      return;
    }
    for (Node node : sequence.getValue()) {
      if (YamlKeys.isNull(node)) {
        continue;
      }
      if (node instanceof MappingNode mapping) {
        item(mapping).ifPresent(items::add);
      } else {
        keys.invalid(
            keys.content().in(ItemType.CONTENT_ITEM, "", keys.start(node)),
            keys.start(node),
            "an item has to be a map",
            "write an item as '- rule: NAME', '- macro: NAME' or '- list: NAME' and its other keys");
      }
    }
  }

  private Optional<Item> item(MappingNode node) {
    YamlKeys.Mapping map = keys.mapping(node, keys.content());
    for (String kind : KINDS) {
      if (map.has(kind)) {
        Item item =
            switch (kind) {
              case "required_engine_version" -> versions.engine(map);
              case "required_plugin_versions" -> versions.plugins(map);
              case "list" -> lists.read(map);
              case "macro" -> macros.read(map);
              default -> rules.read(map);
            };
        return map.failed() ? Optional.empty() : Optional.ofNullable(item);
      }
    }
    String first = map.names().stream().findFirst().orElse("");
    map.trail(keys.content().in(ItemType.CONTENT_ITEM, "", map.span()));
    map.diagnostics()
        .report(
            Code.LOAD_UNKNOWN_ITEM,
            map.firstLine(),
            "this item is of no known kind and has no effect",
            map.names().stream()
                .flatMap(name -> Suggestions.nearest(name, KINDS).stream())
                .findFirst()
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                    "its first key '" + first + "' should be one of " + String.join(", ", KINDS)));
    return Optional.empty();
  }
}
