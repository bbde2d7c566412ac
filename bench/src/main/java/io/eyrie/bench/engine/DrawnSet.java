// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Drawn rules and events in the shape of system calls: 24 event types, seven text fields, sixty
 * distinct checks (lists of names, path prefixes, words in command lines, suffixes), each rule four
 * to eight of them behind a group of event types, the first two plain, the others negated. Half of
 * the events are of the commonest group. The seed is fixed.
 */
final class DrawnSet {
  static final List<String> FIELDS =
      List.of("p.name", "p.parent", "p.exe", "p.cmdline", "f.name", "u.name", "c.id");
  private static final int[][] GROUPS = {{1, 2}, {3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12, 13}};
  private static final int[] GROUP_WEIGHTS = {0, 0, 0, 0, 1, 1, 1, 2, 3, 3};
  private static final List<String> TOPS =
      List.of("/usr", "/etc", "/var", "/opt", "/home", "/proc", "/sys", "/run");

  private final Random random = new Random(20261122);
  private final List<String> names = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  /**
   * A check of one field.
   *
   * @param operator as rules write it
   */
  record Check(int field, String operator, List<String> values) {
    String text() {
      String right = "'" + String.join("', '", values) + "'";
      boolean list = operator.equals("in") || operator.equals("pmatch");
      return FIELDS.get(field) + " " + operator + " " + (list ? "(" + right + ")" : right);
    }
  }

  /** A rule: its event types, its checks, and how many of them come first and plain. */
  record Rule(List<Integer> types, List<Check> checks) {
    static final int PLAIN = 2;
  }

  /** An event: its type and the bytes of its fields. */
  record Event(int type, List<byte[]> fields) {}

  DrawnSet(int ruleCount) {
    for (int i = 0; i < 400; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = 3 + random.nextInt(10); n > 0; n--) {
        name.append((char) ('a' + random.nextInt(26)));
      }
      names.add(name.toString());
    }
    for (int i = 0; i < 80; i++) {
      folders.add(any(TOPS) + "/" + any(names) + (random.nextBoolean() ? "/" + any(names) : ""));
    }
    for (int i = 0; i < 60; i++) {
      checks.add(check(i % 10));
    }
    for (int i = 0; i < ruleCount; i++) {
      List<Integer> types = new ArrayList<>();
      for (int type : GROUPS[GROUP_WEIGHTS[random.nextInt(GROUP_WEIGHTS.length)]]) {
        types.add(type);
      }
      List<Check> chosen = new ArrayList<>();
      for (int n = 4 + random.nextInt(5); n > 0; n--) {
        chosen.add(any(checks));
      }
      rules.add(new Rule(types, chosen));
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private List<String> some(int count, List<String> from) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(any(from));
    }
    return chosen;
  }

  private Check check(int kind) {
    return switch (kind) {
      case 0, 1 -> new Check(0, "in", some(30, names));
      case 2 -> new Check(1, "in", some(20, names));
      case 3 -> new Check(4, "startswith", some(1, folders));
      case 4 -> new Check(4, "pmatch", some(25, folders));
      case 5 -> new Check(3, "contains", List.of(" -" + any(names).substring(0, 3)));
      case 6 -> new Check(6, "!=", List.of("host"));
      case 7 -> new Check(2, "startswith", some(1, folders));
      case 8 -> new Check(5, "=", List.of("root"));
      default -> new Check(4, "endswith", List.of(any(names).substring(0, 2)));
    };
  }

  static String typeName(int type) {
    return "type" + type;
  }

  static SourceDeclaration source() {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      types.add(typeName(i));
    }
    return SourceDeclaration.builder("drawn")
        .eventTypes(types)
        .fields(FIELDS.stream().map(f -> Field.of(f, FieldType.STRING, "Drawn.")).toList())
        .build();
  }

  List<Rule> rules() {
    return rules;
  }

  /** The rules as a rule file. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      List<String> terms = new ArrayList<>();
      terms.add(
          "evt.type in ("
              + String.join(", ", rule.types().stream().map(DrawnSet::typeName).toList())
              + ")");
      for (int c = 0; c < rule.checks().size(); c++) {
        terms.add((c < Rule.PLAIN ? "" : "not ") + rule.checks().get(c).text());
      }
      text.append("- rule: r").append(i);
      text.append("\n  desc: d\n  source: drawn\n  priority: INFO\n  output: 'seen %p.name'\n");
      text.append("  condition: >\n    ").append(String.join(" and\n    ", terms)).append('\n');
    }
    return text.toString();
  }

  List<Event> events(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int draw = random.nextInt(100);
      int type =
          draw < 50
              ? 3 + random.nextInt(3)
              : draw < 55
                  ? 1 + random.nextInt(2)
                  : draw < 70
                      ? 6 + random.nextInt(2)
                      : draw < 85 ? 8 + random.nextInt(6) : 14 + random.nextInt(10);
      List<String> values =
          List.of(
              any(names),
              any(names),
              "/usr/bin/" + any(names),
              any(names)
                  + " -"
                  + any(names)
                  + " --"
                  + any(names)
                  + " "
                  + any(folders)
                  + "/"
                  + any(names),
              any(folders) + "/" + any(names) + "/" + any(names),
              random.nextInt(3) > 0 ? "root" : "www-data",
              random.nextBoolean() ? "host" : "a1b2c3d4e5f6");
      events.add(
          new Event(type, values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList()));
    }
    return events;
  }
}
