// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws conditions over the whole language. */
final class RuleDraw {
  static final List<String> WORDS =
      List.of(
          "a", "b", "ab", "ba", "abc", "/a", "/a/b", "/a/b/c", "/ab", "a/b", "aab", "", "/",
          "//a//b", "Ab", "AB", "cab", "bab", "-a", "-b", "-ab", "--", "YWI=", "YQ==");
  static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1", "10.0.1.1", "11.0.0.1", "0.0.0.0", "::1", "fe80::1", "fe80::2", "::a00:1");
  private static final List<String> NETWORKS =
      List.of(
          "10.0.0.0/8",
          "10.0.0.0/24",
          "0.0.0.0/0",
          "10.0.0.1/32",
          "::/0",
          "fe80::/10",
          "::1/128",
          "fe80::/127");
  private static final List<String> TYPES = TestSource.DECLARATION.eventTypes();
  private static final List<String> TEXTS =
      List.of("t.name", "t.path", "t.cmd", "t.opened", "t.env[K]", "t.anc", "t.anc[1]");
  private static final List<String> ORDER = List.of("<", "<=", ">", ">=", "=", "!=");
  private static final List<String> EQUAL = List.of("=", "!=");

  private final Random random;

  RuleDraw(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A condition, sometimes with exceptions joined to it. */
  String condition() {
    StringBuilder text = new StringBuilder(condition(3));
    for (int i = random.nextInt(8) - 5; i > 0; i--) {
      text.insert(0, '(').append(") and not (").append(exception()).append(')');
    }
    return text.toString();
  }

  private String exception() {
    String first = text(1);
    List<String> rows = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      rows.add("(" + first + " = " + word() + " and t.path pmatch " + list(WORDS) + ")");
    }
    return "(" + String.join(" or ", rows) + ")";
  }

  private String condition(int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 3);
    if (kind < 3) {
      return random.nextInt(3) > 0 ? plain() : random.nextBoolean() ? rich() : modified();
    }
    if (kind == 3) {
      return "not (" + condition(depth - 1) + ")";
    }
    StringBuilder terms = new StringBuilder("(" + condition(depth - 1));
    String word = kind < 7 ? " and " : " or ";
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      terms.append(word).append(random.nextInt(4) == 0 ? "not " : "").append(condition(depth - 1));
    }
    return terms.append(')').toString();
  }

  private String word() {
    return "'" + any(WORDS) + "'";
  }

  private String list(List<String> from) {
    List<String> chosen = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      chosen.add("'" + any(from) + "'");
    }
    return "(" + String.join(", ", chosen) + ")";
  }

  /** A single text. */
  private String text(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return any(TEXTS);
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> "tolower(" + text(depth - 1) + ")";
      case 2 -> "toupper(" + text(depth - 1) + ")";
      case 3 -> "basename(" + text(depth - 1) + ")";
      case 4 -> "b64(" + text(depth - 1) + ")";
      case 5 ->
          "concat(" + text(depth - 1) + ", " + any(List.of("'/'", "1", text(depth - 1))) + ")";
      case 6 -> "join(" + any(List.of("','", "t.name")) + ", " + texts(depth - 1) + ")";
      default -> "getopt(" + texts(depth - 1) + ", 'ab:')[" + any(List.of("a", "b")) + "]";
    };
  }

  /** A list of texts that a transformer takes. */
  private String texts(int depth) {
    return random.nextBoolean()
        ? listField(depth)
        : "(" + text(0) + ", " + any(List.of("'-b'", text(0), "'x'")) + ")";
  }

  /** A list of texts that a check takes. */
  private String listField(int depth) {
    return depth == 0 || random.nextInt(3) > 0
        ? "t.names"
        : any(
            List.of(
                "tolower(" + listField(depth - 1) + ")",
                "basename(" + listField(depth - 1) + ")",
                "b64(" + listField(depth - 1) + ")",
                "getopt(" + texts(depth - 1) + ", 'ab:')"));
  }

  private String plain() {
    String text = any(TEXTS);
    String equal = any(EQUAL);
    return switch (random.nextInt(24)) {
      case 0 -> "evt.type " + equal + " " + any(TYPES);
      case 1 -> "evt.type in (" + any(TYPES) + ", " + any(TYPES) + ")";
      case 2 -> text + " " + equal + " " + word();
      case 3 -> text + " in " + list(WORDS);
      case 4 -> text + " " + any(List.of("contains", "icontains")) + " " + word();
      case 5 -> text + " " + any(List.of("startswith", "endswith")) + " " + word();
      case 6 -> text + " pmatch " + list(WORDS);
      case 7 ->
          text
              + " "
              + any(List.of("glob", "iglob"))
              + " '"
              + any(WORDS)
              + any(List.of("*", "?", "*b", ""))
              + "'";
      case 8 -> text + " pmatch ('" + any(List.of("/a/*", "/?/b", "*", "/a/b?")) + "')";
      case 9 -> text + " regex '" + any(List.of("a+b*", "(a|b)+", ".*b", "/a(/.*)*")) + "'";
      case 10 -> any(List.of(text, "t.num", "t.names", "t.ip", "t.flag", "fd.ip")) + " exists";
      case 11 -> any(List.of("t.num ", "t.took ")) + any(ORDER) + " " + (random.nextInt(7) - 3);
      case 12 ->
          "t.size "
              + any(ORDER)
              + " "
              + (random.nextInt(3) == 0 ? "18446744073709551615" : random.nextInt(4));
      case 13 -> "t.flag " + equal + " " + random.nextBoolean();
      case 14 -> "t.ratio " + any(ORDER) + " " + any(List.of("0.5", "-1", "1.5", "2"));
      case 15, 16 ->
          any(List.of("t.ip ", "fd.ip "))
              + any(
                  List.of(
                      "in (" + any(ADDRESSES) + ", " + any(ADDRESSES) + ")",
                      equal + " " + any(ADDRESSES)));
      case 17 ->
          "t.net "
              + any(
                  List.of(
                      "in (" + any(NETWORKS) + ", " + any(NETWORKS) + ")",
                      equal + " " + any(NETWORKS)));
      case 18 -> "t.names " + any(List.of("in", "intersects")) + " " + list(WORDS);
      case 19 ->
          "t.ids " + any(List.of("in", "intersects")) + " " + list(List.of("0", "1", "2", "3"));
      case 20 -> "t.ips " + any(List.of("in", "intersects")) + " " + list(ADDRESSES);
      case 21 ->
          "t.raw "
              + any(
                  List.of(
                      "bcontains 61",
                      "bstartswith 6162",
                      "contains " + word(),
                      "startswith " + word(),
                      "endswith " + word(),
                      equal + " " + word()));
      case 22 ->
          any(List.of("t.port ", "fd.port ", "t.when ")) + any(ORDER) + " " + random.nextInt(4);
      default ->
          "proc.aname "
              + any(List.of(equal + " " + word(), "in " + list(WORDS), "startswith " + word()));
    };
  }

  private String rich() {
    String text = text(2);
    return switch (random.nextInt(10)) {
      case 0 ->
          text
              + " "
              + any(ORDER)
              + " "
              + any(List.of("val(t.name)", text(1) + " ")).replaceAll("^(t\\..*) $", "val($1)");
      case 1 ->
          text
              + " "
              + any(List.of("contains", "icontains", "startswith", "endswith", "glob", "iglob"))
              + " tolower("
              + text(1)
              + ")";
      case 2 -> text + " in val(t.names)";
      case 3 -> listField(2) + " " + any(List.of("in", "intersects")) + " val(t.names)";
      case 4 -> listField(2) + " " + any(List.of("in", "intersects")) + " " + list(WORDS);
      case 5 ->
          "len("
              + any(List.of(text, "t.raw", "t.ids", listField(1)))
              + ") "
              + any(ORDER)
              + " "
              + random.nextInt(5);
      case 6 ->
          "len(" + text + ") " + any(ORDER) + " " + any(List.of("val(t.size)", "len(t.path)"));
      case 7 ->
          any(
              List.of(
                  "t.num " + any(ORDER) + " val(t.num)",
                  "t.ratio " + any(ORDER) + " val(t.ratio)",
                  "t.ip " + any(EQUAL) + " val(t.ip)",
                  "t.ip in val(t.ips)",
                  "t.size in val(t.ids)",
                  "t.raw " + any(List.of("=", "contains", "bcontains", "!=")) + " b64(t.raw)",
                  "t.flag " + any(EQUAL) + " val(t.flag)"));
      case 8 -> text + " exists";
      default ->
          text
              + " "
              + any(
                  List.of(
                      "= " + word(),
                      "!= " + word(),
                      "in " + list(WORDS),
                      "pmatch " + list(WORDS),
                      "regex '(a|b)+'",
                      "contains " + word()));
    };
  }

  private String modified() {
    String modifier = " " + any(List.of("oneof", "anyof", "allof")) + " ";
    return switch (random.nextInt(8)) {
      case 0, 1 -> text(1) + " " + any(EQUAL) + modifier + list(WORDS);
      case 2 ->
          text(1)
              + " "
              + any(List.of("contains", "icontains", "startswith", "endswith", "glob", "iglob"))
              + modifier
              + list(WORDS);
      case 3 -> text(0) + " regex" + modifier + list(List.of("a+b*", "(a|b)+", ".*b", "a"));
      case 4 ->
          any(List.of("t.num ", "t.port ", "fd.port "))
              + any(EQUAL)
              + modifier
              + list(List.of("0", "1", "2"));
      case 5 -> any(List.of("t.ip ", "fd.ip ")) + any(EQUAL) + modifier + list(ADDRESSES);
      case 6 -> "t.net " + any(EQUAL) + modifier + list(NETWORKS);
      default ->
          any(
              List.of(
                  "evt.type " + any(EQUAL) + modifier + list(TYPES),
                  "proc.aname " + any(EQUAL) + modifier + list(WORDS),
                  "t.raw bcontains" + modifier + "(61, 6162, 62)"));
    };
  }
}
