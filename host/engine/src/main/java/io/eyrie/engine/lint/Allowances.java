// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The comments by which an author says that a finding is meant: {@code # eyrie-lint: allow CODE,
 * CODE -- reason}, on a line of its own within the item or directly above it. To every other reader
 * of the file it is a comment.
 */
public final class Allowances {

  private static final Pattern COMMENT =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*eyrie-lint:[ \\t]*allow[ \\t]+(\\S[^\\n\\r]*)$");

  private Allowances() {}

  /** A code that is allowed for an item. */
  private record Allowed(String code, Span span, int from, int to) {
    boolean covers(LintFinding finding, Map<String, Span> rules) {
      if (!finding.code().equals(code)) {
        return false;
      }
      Span rule = rules.get(finding.rule());
      // A finding in a macro is allowed where the macro stands or for the rule that it is about.
      return inside(finding.span()) || (rule != null && inside(rule));
    }

    private boolean inside(Span other) {
      return other.source().equals(span.source()) && other.start() >= from && other.start() < to;
    }
  }

  /**
   * Leaves out what is allowed, and adds what is wrong with the comments themselves.
   *
   * @param files the texts of the rule files
   * @param rules where each rule begins
   */
  public static List<LintFinding> apply(
      List<LintFinding> findings, Collection<SourceText> files, Map<String, Span> rules) {
    List<LintFinding> left = new ArrayList<>();
    List<Allowed> allowed = new ArrayList<>();
    for (SourceText file : files) {
      allowances(file, allowed, left);
    }
    Set<Allowed> used = new LinkedHashSet<>();
    for (LintFinding finding : findings) {
      Optional<Allowed> by = allowed.stream().filter(one -> one.covers(finding, rules)).findFirst();
      by.ifPresentOrElse(used::add, () -> left.add(finding));
    }
    for (Allowed one : allowed) {
      if (!used.contains(one)) {
        left.add(
            new LintFinding(
                LintCode.LINT_NEEDLESS_ALLOW.name(),
                one.span(),
                "",
                "nothing here is found as " + one.code(),
                "remove the comment"));
      }
    }
    return left;
  }

  private static void allowances(SourceText file, List<Allowed> into, List<LintFinding> findings) {
    List<Integer> starts = items(file);
    Matcher comment = COMMENT.matcher(file.text());
    while (comment.find()) {
      int at = comment.start(1);
      int above = 0;
      int below = file.text().length();
      for (int start : starts) {
        if (start <= at) {
          above = start;
        } else {
          below = Math.min(below, start);
        }
      }
      boolean ahead = directlyAbove(file, at, below);
      int from = ahead ? below : above;
      int to = file.text().length();
      for (int start : starts) {
        if (start > from) {
          to = Math.min(to, start);
        }
      }
      for (String code : comment.group(1).split("--", 2)[0].strip().split("[\\s,]+")) {
        int place = at + comment.group(1).indexOf(code);
        Span span = file.span(place, place + code.length());
        if (known().contains(code)) {
          into.add(new Allowed(code, span, from, to));
        } else {
          findings.add(
              new LintFinding(
                  LintCode.LINT_UNKNOWN_CODE.name(),
                  span,
                  "",
                  "there is no finding " + code,
                  Suggestions.hint(code, known(), "'eyrie lint --codes' lists all")));
        }
      }
    }
  }

  /** Where the items begin: the dashes that stand as far to the left as the first one. */
  private static List<Integer> items(SourceText file) {
    List<Integer> starts = new ArrayList<>();
    int indentation = -1;
    for (int line = 1; line <= file.lineCount(); line++) {
      String text = file.lineText(line);
      int blanks = text.length() - text.stripLeading().length();
      if (text.startsWith("- ", blanks) && (indentation < 0 || blanks == indentation)) {
        indentation = blanks;
        starts.add(file.lineStart(line));
      }
    }
    return starts;
  }

  /** Whether nothing but comments stands between a comment and the next item. */
  private static boolean directlyAbove(SourceText file, int at, int next) {
    if (next >= file.text().length()) {
      return false;
    }
    int last = file.line(next);
    for (int line = file.line(at) + 1; line < last; line++) {
      if (!file.lineText(line).strip().startsWith("#")) {
        return false;
      }
    }
    return true;
  }

  /** All codes that can be allowed. */
  public static Set<String> known() {
    Set<String> known = new LinkedHashSet<>();
    Stream.concat(Arrays.stream(LintCode.values()), Arrays.stream(Code.values()))
        .map(Enum::name)
        .filter(name -> !name.startsWith("LOAD_ERR"))
        .forEach(known::add);
    return known;
  }
}
