// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.util.ArrayList;
import java.util.List;

/**
 * One clause of a bundle header such as {@code Import-Package}: a path and what is said of it.
 *
 * @param path the package
 * @param version its {@code version} attribute, {@code 0.0.0} when there is none
 */
record HeaderClause(String path, String version) {

  /**
   * Splits a header at the commas that stand outside quotes. Clauses with several paths count as
   * several.
   */
  static List<HeaderClause> parse(String header) {
    List<HeaderClause> clauses = new ArrayList<>();
    for (String clause : split(header, ',')) {
      List<String> paths = new ArrayList<>();
      String version = "0.0.0";
      for (String part : split(clause, ';')) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          paths.add(part.strip());
        } else if (part.substring(0, equals).strip().equals("version")) {
          version = part.substring(equals + 1).strip().replace("\"", "");
        }
      }
      for (String path : paths) {
        clauses.add(new HeaderClause(path, version));
      }
    }
    return clauses;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (from < text.length()) {
      parts.add(text.substring(from));
    }
    return parts;
  }
}
