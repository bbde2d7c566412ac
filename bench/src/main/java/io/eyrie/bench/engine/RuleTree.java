// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import java.util.ArrayList;
import java.util.List;

/** A drawn condition, which both a rule file and the baseline are made of. */
sealed interface RuleTree {

  /** How rules write it. */
  String text();

  /** All hold. */
  record All(List<RuleTree> terms) implements RuleTree {
    @Override
    public String text() {
      return join(terms, " and ");
    }
  }

  /** Some holds. */
  record Any(List<RuleTree> terms) implements RuleTree {
    @Override
    public String text() {
      return join(terms, " or ");
    }
  }

  /** Does not hold. */
  record Not(RuleTree term) implements RuleTree {
    @Override
    public String text() {
      return "not " + grouped(term);
    }
  }

  /** What a macro says. */
  record Macro(String name, RuleTree condition) implements RuleTree {
    @Override
    public String text() {
      return name;
    }
  }

  /**
   * A check of one field.
   *
   * @param field its name
   * @param operator as rules write it
   * @param list the name under which the values are a list, or empty
   */
  record Check(String field, String operator, List<String> values, String list)
      implements RuleTree {
    @Override
    public String text() {
      if (operator.equals("exists")) {
        return field + " exists";
      }
      boolean many = operator.equals("in") || operator.equals("pmatch");
      if (!list.isEmpty()) {
        return field + " " + operator + " (" + list + ")";
      }
      if (operator.startsWith("<") || operator.startsWith(">")) {
        return field + " " + operator + " " + values.getFirst();
      }
      List<String> quoted = new ArrayList<>();
      values.forEach(value -> quoted.add("\"" + value + "\""));
      String right = String.join(", ", quoted);
      return field + " " + operator + " " + (many ? "(" + right + ")" : right);
    }
  }

  private static String join(List<RuleTree> terms, String word) {
    List<String> texts = new ArrayList<>();
    terms.forEach(term -> texts.add(grouped(term)));
    return String.join(word, texts);
  }

  private static String grouped(RuleTree term) {
    return term instanceof Check || term instanceof Macro ? term.text() : "(" + term.text() + ")";
  }
}
