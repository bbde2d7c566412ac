// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.bench.engine.RuleTree.Check;
import io.eyrie.bench.engine.RuleTree.Macro;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Drawn rules and events of the size that all system-call rules of the C++ engine's community have
 * together: 93 rules, 350 macros, lists of eight names on average, fields and operators as often as
 * there, behind the event types that such rules watch. Events are those of a busy machine: half of
 * them opens, few programs that do most, a fifth of a type that no rule asks for. The seed is
 * fixed.
 */
final class CensusSet implements Workload {
  private static final int RULES = 93;
  private static final int MACROS = 350;
  private static final int LISTS_OF_A_FIELD = 9;

  /** A field, how often an event has it (percent), and its operators as often as rules use them. */
  private record Column(String name, int present, List<Share> operators) {}

  /** An operator and its number of uses. */
  private record Share(String operator, int uses) {}

  /** An event type with its share of the events, of a thousand, and of the rules. */
  private record Type(String name, int events, int rules) {}

  private static final List<Column> COLUMNS =
      List.of(
          column("fd.name", 80, "startswith 134 contains 8 in 9 = 27 endswith 5 pmatch 3"),
          column("p.name", 100, "in 72 = 96 != 2 startswith 2"),
          column("p.cmdline", 100, "startswith 38 contains 47 = 12 in 2"),
          column("c.image", 40, "in 16 endswith 29 startswith 24 = 9 contains 8"),
          column("p.aname", 95, "= 36 in 21 startswith 8"),
          column("p.pname", 95, "= 25 in 21 exists 3 startswith 1"),
          column("p.args", 90, "icontains 13 contains 23 startswith 5 endswith 2 = 2"),
          column("fd.directory", 80, "in 7 = 18 pmatch 1"),
          column("fd.typechar", 80, "= 22"),
          column("p.pcmdline", 95, "contains 12 startswith 4 = 1"),
          column("user.name", 100, "in 2 = 11 != 1"),
          column("arg.path", 10, "endswith 6 contains 3 startswith 17"),
          column("c.mount", 20, "in 12"),
          column("p.exe", 100, "startswith 2 endswith 18 = 1"),
          column("p.caps", 30, "contains 12 icontains 1"),
          column("k.ns", 30, "= 7 in 1"),
          column("fd.address", 15, "!= 13 = 4 in 9"),
          column("evt.result", 100, "= 6 startswith 1 != 1"));

  private static final List<Type> TYPES =
      List.of(
          new Type("openat", 480, 30),
          new Type("execve", 30, 34),
          new Type("connect", 60, 12),
          new Type("accept", 30, 4),
          new Type("sendto", 50, 2),
          new Type("unlinkat", 30, 4),
          new Type("renameat", 20, 4),
          new Type("mkdirat", 10, 2),
          new Type("symlinkat", 5, 2),
          new Type("fchmodat", 15, 3),
          new Type("setuid", 10, 2),
          new Type("ptrace", 2, 2),
          new Type("dup2", 40, 1),
          new Type("socket", 18, 1),
          new Type("close", 200, 0));

  private final Random random = new Random(20261123);
  private final List<String> names = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final List<Macro> macros = new ArrayList<>();
  private final List<DrawnRule> rules = new ArrayList<>();

  CensusSet() {
    for (int i = 0; i < 600; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = 3 + random.nextInt(9); n > 0; n--) {
        name.append((char) ('a' + random.nextInt(26)));
      }
      names.add(name.toString());
    }
    for (int i = 0; i < 200; i++) {
      folders.add("/" + any(names) + "/" + any(names) + (random.nextBoolean() ? "/x" : ""));
    }
    for (int i = 0; i < MACROS; i++) {
      macros.add(new Macro("macro" + i, body(1 + random.nextInt(4), random.nextInt(3), false)));
    }
    List<Integer> watched = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      for (int n = 0; n < TYPES.get(i).rules(); n++) {
        watched.add(i);
      }
    }
    for (int i = 0; i < RULES; i++) {
      rules.add(
          new DrawnRule(
              List.of(any(watched)), body(2 + random.nextInt(3), 3 + random.nextInt(3), true)));
    }
  }

  private static Column column(String name, int present, String operators) {
    String[] words = operators.split(" ", -1);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      shares.add(new Share(words[i], Integer.parseInt(words[i + 1])));
    }
    return new Column(name, present, shares);
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Few of the names are much more frequent than the others. */
  private String busy(List<String> from) {
    double draw = random.nextDouble();
    return from.get((int) (draw * draw * draw * from.size()));
  }

  private RuleTree body(int checks, int references, boolean all) {
    List<RuleTree> terms = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      terms.add(check());
    }
    for (int i = 0; i < references && !macros.isEmpty(); i++) {
      Macro macro = any(macros);
      terms.add(all && random.nextInt(10) < 6 ? new RuleTree.Not(macro) : macro);
    }
    if (terms.size() == 1) {
      return terms.getFirst();
    }
    return all || random.nextInt(10) < 3 ? new RuleTree.All(terms) : new RuleTree.Any(terms);
  }

  private Check check() {
    int total = 0;
    for (Column column : COLUMNS) {
      total += column.operators().stream().mapToInt(Share::uses).sum();
    }
    int draw = random.nextInt(total);
    for (Column column : COLUMNS) {
      for (Share share : column.operators()) {
        draw -= share.uses();
        if (draw < 0) {
          return check(column, share.operator());
        }
      }
    }
    throw new AssertionError();
  }

  private Check check(Column column, String operator) {
    if (operator.equals("exists")) {
      return new Check(column.name(), operator, List.of(), "");
    }
    if (!operator.equals("in") && !operator.equals("pmatch")) {
      String value = value(column);
      String word =
          switch (operator) {
            case "startswith" -> value.substring(0, (value.length() + 1) / 2);
            case "endswith" -> value.substring(value.length() / 2);
            case "contains", "icontains" -> value.substring(value.length() / 4);
            default -> value;
          };
      return new Check(column.name(), operator, List.of(word), "");
    }
    // Each list holds values of one field, as lists of programs or of folders do.
    int of = COLUMNS.indexOf(column) + COLUMNS.size() * random.nextInt(LISTS_OF_A_FIELD);
    String name = "list" + of;
    List<String> items = lists.computeIfAbsent(name, _ -> new ArrayList<>());
    if (items.isEmpty()) {
      for (int n = 1 + random.nextInt(15); n > 0; n--) {
        items.add(value(column));
      }
    }
    return new Check(column.name(), operator, items, name);
  }

  private String value(Column column) {
    return switch (column.name()) {
      case "fd.name", "arg.path" -> busy(folders) + "/" + any(names);
      case "fd.directory", "c.mount" -> busy(folders);
      case "p.cmdline", "p.pcmdline", "p.args" -> any(names) + " -" + any(names) + " " + any(names);
      case "c.image" -> "registry/" + busy(names) + "/" + any(names);
      case "p.exe" -> "/usr/bin/" + busy(names);
      case "fd.typechar" -> any(List.of("f", "4", "6", "u"));
      case "user.name" -> any(List.of("root", "root", "www-data", "nobody"));
      case "p.caps" -> any(List.of("CAP_SYS_ADMIN", "CAP_CHOWN CAP_NET_RAW", "CAP_BPF"));
      case "k.ns" -> any(List.of("kube-system", "default", "shop"));
      case "fd.address" -> "10.0." + random.nextInt(9) + "." + random.nextInt(50);
      case "evt.result" -> random.nextInt(10) > 0 ? "SUCCESS" : "ENOENT";
      default -> busy(names);
    };
  }

  @Override
  public List<String> eventTypes() {
    return TYPES.stream().map(Type::name).toList();
  }

  @Override
  public List<Field> fields() {
    return COLUMNS.stream()
        .map(column -> Field.of(column.name(), FieldType.STRING, "Drawn."))
        .toList();
  }

  @Override
  public List<DrawnRule> rules() {
    return rules;
  }

  @Override
  public String text() {
    return RuleFileText.of(this, lists, macros);
  }

  @Override
  public List<DrawnEvent> events(int count) {
    List<DrawnEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int draw = random.nextInt(1000);
      int type = -1;
      while (draw >= 0) {
        draw -= TYPES.get(++type).events();
      }
      List<byte @Nullable []> values = new ArrayList<>();
      for (Column column : COLUMNS) {
        values.add(
            random.nextInt(100) < column.present()
                ? value(column).getBytes(StandardCharsets.UTF_8)
                : null);
      }
      events.add(new DrawnEvent(type, values));
    }
    return events;
  }
}
