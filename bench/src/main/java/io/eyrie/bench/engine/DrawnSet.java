// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.bench.engine.RuleTree.Check;
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
final class DrawnSet implements Workload {
  private static final int PLAIN = 2;
  private static final List<String> FIELDS =
      List.of("p.name", "p.parent", "p.exe", "p.cmdline", "f.name", "u.name", "c.id");
  private static final int[][] GROUPS = {{1, 2}, {3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12, 13}};
  private static final int[] GROUP_WEIGHTS = {0, 0, 0, 0, 1, 1, 1, 2, 3, 3};
  private static final List<String> TOPS =
      List.of("/usr", "/etc", "/var", "/opt", "/home", "/proc", "/sys", "/run");

  private final Random random = new Random(20261122);
  private final List<String> names = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<DrawnRule> rules = new ArrayList<>();

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
      List<RuleTree> terms = new ArrayList<>();
      for (int n = 4 + random.nextInt(5); n > 0; n--) {
        Check check = any(checks);
        terms.add(terms.size() < PLAIN ? check : new RuleTree.Not(check));
      }
      rules.add(new DrawnRule(types, new RuleTree.All(terms)));
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
      case 0, 1 -> check(0, "in", some(30, names));
      case 2 -> check(1, "in", some(20, names));
      case 3 -> check(4, "startswith", some(1, folders));
      case 4 -> check(4, "pmatch", some(25, folders));
      case 5 -> check(3, "contains", List.of(" -" + any(names).substring(0, 3)));
      case 6 -> check(6, "!=", List.of("host"));
      case 7 -> check(2, "startswith", some(1, folders));
      case 8 -> check(5, "=", List.of("root"));
      default -> check(4, "endswith", List.of(any(names).substring(0, 2)));
    };
  }

  private static Check check(int field, String operator, List<String> values) {
    return new Check(FIELDS.get(field), operator, values, "");
  }

  @Override
  public List<String> eventTypes() {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      types.add("type" + i);
    }
    return types;
  }

  @Override
  public List<Field> fields() {
    return FIELDS.stream().map(f -> Field.of(f, FieldType.STRING, "Drawn.")).toList();
  }

  @Override
  public List<DrawnRule> rules() {
    return rules;
  }

  @Override
  public String text() {
    return RuleFileText.of(this, List.of());
  }

  @Override
  public List<DrawnEvent> events(int count) {
    List<DrawnEvent> events = new ArrayList<>();
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
          new DrawnEvent(
              type, values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList()));
    }
    return events;
  }
}
