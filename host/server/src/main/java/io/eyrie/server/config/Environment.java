// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts environment variables into values: {@code ${NAME}} is the variable, {@code ${NAME:-text}}
 * the text when it is not set or empty, a second dollar before the first takes the whole as it is
 * written; any other dollar is itself. {@code ${file:path}} is what a file holds, for secrets. What
 * a variable or a file holds is not expanded again.
 */
final class Environment {

  private static final String FILE = "file:";
  private static final int LONGEST_FILE = 64 * 1024;

  private final Map<String, String> variables;
  private final Path folder;
  private final Path working;
  private final Problems problems;

  /**
   * @param variables those of the process
   * @param folder where paths in the file start from
   * @param working where paths on the command line start from
   */
  Environment(Map<String, String> variables, Path folder, Path working, Problems problems) {
    this.variables = variables;
    this.folder = folder;
    this.working = working;
    this.problems = problems;
  }

  ConfigNode expand(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> expand(scalar);
      case Sequence(List<ConfigNode> items, Place place) -> {
        List<ConfigNode> expanded = new ArrayList<>();
        items.forEach(item -> expanded.add(expand(item)));
        yield new Sequence(expanded, place);
      }
      case Mapping(Map<String, Entry> entries, Place place) -> {
        Map<String, Entry> expanded = new LinkedHashMap<>();
        entries.forEach(
            (key, entry) -> expanded.put(key, new Entry(entry.key(), expand(entry.value()))));
        yield new Mapping(expanded, place);
      }
    };
  }

  private Scalar expand(Scalar scalar) {
    String text = scalar.text();
    if (text.indexOf("${") < 0) {
      return scalar;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        out.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int close = text.indexOf('}', at);
        if (close < 0) {
          problems.at(
              narrow(scalar.place(), text.substring(at)),
              ConfigCode.CONFIG_ENVIRONMENT,
              "a ${ is not closed",
              "write ${NAME}, or $${ for the two characters themselves");
          return scalar;
        }
        out.append(value(text.substring(at, close + 1), scalar.place()));
        at = close + 1;
      } else {
        out.append(text.charAt(at++));
      }
    }
    return new Scalar(out.toString(), scalar.none(), scalar.place());
  }

  private String value(String use, Place place) {
    String inside = use.substring(2, use.length() - 1);
    if (inside.startsWith(FILE)) {
      return content(inside.substring(FILE.length()), use, place);
    }
    int split = inside.indexOf(":-");
    String name = split < 0 ? inside : inside.substring(0, split);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      problems.at(
          narrow(place, use),
          ConfigCode.CONFIG_ENVIRONMENT,
          "'" + name + "' is no name of an environment variable",
          "names have letters, digits and _; write $${ for the two characters themselves");
      return "";
    }
    String value = variables.get(name);
    if (split >= 0) {
      return value == null || value.isEmpty() ? inside.substring(split + 2) : value;
    }
    if (value == null) {
      problems.at(
          narrow(place, use),
          ConfigCode.CONFIG_ENVIRONMENT,
          "the environment variable " + name + " is not set",
          Suggestions.nearest(name, variables.keySet())
                  .map(near -> "did you mean " + near + "? Else set it")
                  .orElse("set it")
              + ", or give a default: ${"
              + name
              + ":-...}");
      return "";
    }
    return value;
  }

  /** What a file holds, without the end of its last line: most often a secret. */
  private String content(String path, String use, Place place) {
    Path file = (place.kind() == Place.Kind.FILE ? folder : working).resolve(path).normalize();
    String reason;
    try {
      if (Files.size(file) > LONGEST_FILE) {
        reason = "it is longer than 64 KiB";
      } else {
        String text = Files.readString(file);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1).stripTrailing() : text;
      }
    } catch (NoSuchFileException _) {
      reason = "there is no such file";
    } catch (CharacterCodingException _) {
      reason = "it is not UTF-8";
    } catch (IOException e) {
      reason = Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName();
    }
    problems.at(
        narrow(place, use),
        ConfigCode.CONFIG_ENVIRONMENT,
        "the file " + file + " can't be read: " + reason,
        "check the path, and that the user of the host may read it");
    return "";
  }

  /** The use itself where the raw text of the value has it, else the whole value. */
  private static Place narrow(Place place, String use) {
    Span span = place.span();
    int found = span.source().text().indexOf(use, span.start());
    return found < 0 || found + use.length() > span.end()
        ? place
        : place.at(span.source().span(found, found + use.length()));
  }
}
