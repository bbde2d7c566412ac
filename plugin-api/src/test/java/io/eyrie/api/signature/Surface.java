// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public face of a library at one moment: its types by name, each with what others can use.
 *
 * <p>The text form has a line per type and an indented line per member, columns separated by a bar,
 * everything sorted, so that a change of the contract reads as a change of lines.
 */
record Surface(SortedMap<String, Declared> types) {

  private static final String BAR = " \\| ";

  /** How a type was promised: the columns of its line and its members. */
  record Declared(
      String name,
      String kind,
      String status,
      String implementer,
      String modifiers,
      List<String> supertypes,
      SortedMap<String, Member> members) {

    boolean stable() {
      return status.startsWith("stable ");
    }

    boolean hostOnly() {
      return implementer.equals("host");
    }

    boolean has(String modifier) {
      return List.of(modifiers.split(" ")).contains(modifier);
    }

    String line() {
      return columns(
          kind + " " + name,
          status,
          "for " + implementer,
          modifiers,
          String.join(" & ", supertypes));
    }
  }

  /**
   * One method, constructor, field or enum constant. The key is what the virtual machine and the
   * compiler find it by: kind, name and erased parameters.
   */
  record Member(String key, String type, String modifiers, String detail) {

    boolean has(String modifier) {
      return List.of(modifiers.split(" ")).contains(modifier);
    }

    String line() {
      return columns(key, type, modifiers, detail);
    }
  }

  private static String columns(String... columns) {
    return String.join(" | ", columns).replaceFirst("( \\| )+$", "");
  }

  /** The form that is committed. */
  String text() {
    return types.values().stream()
        .map(type ->
            type.line()
                + "\n"
                + type.members().values().stream()
                    .map(member -> "  " + member.line() + "\n")
                    .collect(joining()))
        .collect(joining("\n"));
  }

  /** Reads {@link #text()} back; lines that begin with a hash are remarks. */
  static Surface parse(String text) {
    SortedMap<String, Declared> types = new TreeMap<>();
    List<String> lines =
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    int at = 0;
    while (at < lines.size()) {
      String[] head = lines.get(at++).split(BAR, -1);
      List<String> members = new ArrayList<>();
      while (at < lines.size() && lines.get(at).startsWith("  ")) {
        members.add(lines.get(at++).strip());
      }
      Declared type = type(head, members);
      types.put(type.name(), type);
    }
    return new Surface(types);
  }

  private static Declared type(String[] head, List<String> lines) {
    SortedMap<String, Member> members = new TreeMap<>();
    for (String line : lines) {
      String[] columns = line.split(BAR, -1);
      Member member =
          new Member(
              column(columns, 0), column(columns, 1), column(columns, 2), column(columns, 3));
      members.put(member.key(), member);
    }
    int name = head[0].lastIndexOf(' ');
    String supertypes = column(head, 4);
    return new Declared(
        head[0].substring(name + 1),
        head[0].substring(0, name),
        column(head, 1),
        column(head, 2).substring("for ".length()),
        column(head, 3),
        supertypes.isEmpty() ? List.of() : List.of(supertypes.split(" & ")),
        members);
  }

  /** Empty columns at the end of a line are not written. */
  private static String column(String[] columns, int index) {
    return index < columns.length ? columns[index] : "";
  }
}
