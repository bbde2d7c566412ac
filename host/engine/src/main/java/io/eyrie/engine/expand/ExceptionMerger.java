// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.Entry;
import io.eyrie.engine.rulefile.Item.ExceptionItem;
import io.eyrie.engine.rulefile.Item.Many;
import io.eyrie.engine.rulefile.Item.One;
import io.eyrie.engine.syntax.Comparison;
import io.eyrie.engine.syntax.Expr.Term;
import io.eyrie.engine.syntax.Operator;
import io.eyrie.engine.syntax.PieceParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the exceptions of a rule together: those that define it, and those that later items append.
 */
final class ExceptionMerger {
  private static final String BOTH =
      "write 'fields' and 'comps' as one text each, or as lists of the same length";

  private final Diagnostics diagnostics;

  ExceptionMerger(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The exceptions that a rule begins with. */
  List<ExceptionDefinition> define(List<ExceptionItem> items) {
    return define(items, null);
  }

  /**
   * The exceptions that replace those that a rule had.
   *
   * @param condition the trail of the rule's condition: Falco looks at such exceptions only when
   *     the condition is compiled
   */
  List<ExceptionDefinition> replace(List<ExceptionItem> items, Trail condition) {
    return define(items, condition);
  }

  private List<ExceptionDefinition> define(List<ExceptionItem> items, @Nullable Trail replaced) {
    List<ExceptionDefinition> defined = new ArrayList<>();
    for (ExceptionItem item : items) {
      if (item.fields() == null) {
        diagnostics
            .at(item.trail())
            .report(
                Code.LOAD_ERR_YAML_VALIDATE,
                item.name().span(),
                "the key 'fields' is missing",
                "add 'fields:' with the field or the list of fields to compare");
      } else {
        of(item, item.fields(), replaced).ifPresent(defined::add);
      }
    }
    warnTwice(defined);
    return List.copyOf(defined);
  }

  private void warnTwice(List<ExceptionDefinition> exceptions) {
    Set<String> names = new HashSet<>();
    for (ExceptionDefinition exception : exceptions) {
      if (!names.add(exception.name().value())) {
        diagnostics
            .at(exception.trail())
            .report(
                Code.LOAD_EXCEPTION_NAME_NOT_UNIQUE,
                exception.name().span(),
                "the rule has another exception '" + exception.name().value() + "'; both apply",
                "give each exception a name of its own, so that values can be appended to it");
      }
    }
  }

  /** The earlier exceptions and what is appended to them. */
  List<ExceptionDefinition> append(List<ExceptionDefinition> earlier, List<ExceptionItem> items) {
    List<ExceptionDefinition> merged = new ArrayList<>(earlier);
    for (ExceptionItem item : items) {
      Diagnostics here = diagnostics.at(item.trail());
      List<Entry> values = item.values() == null ? List.of() : item.values();
      if (item.values() == null) {
        here.report(
            Code.LOAD_APPEND_NO_VALUES,
            item.name().span(),
            "nothing is appended to exception '" + item.name().value() + "'",
            "add 'values'");
      }
      int index = indexOf(merged, item.name().value());
      if (index < 0) {
        added(item, values, here).ifPresent(merged::add);
      } else if (item.fields() != null || item.comps() != null) {
        here.report(
            Code.LOAD_ERR_VALIDATE,
            item.name().span(),
            "exception '"
                + item.name().value()
                + "' is there already; only values can be appended to it",
            "take out 'fields' and 'comps', or give the exception another name");
      } else {
        ExceptionDefinition old = merged.get(index);
        List<Entry> all = new ArrayList<>(old.values());
        all.addAll(values);
        merged.set(
            index,
            new ExceptionDefinition(
                old.name(), old.single(), old.fields(), old.comps(), all, old.trail()));
      }
    }
    return List.copyOf(merged);
  }

  private Optional<ExceptionDefinition> added(
      ExceptionItem item, List<Entry> values, Diagnostics here) {
    if (item.fields() == null || values.isEmpty()) {
      here.report(
          Code.LOAD_ERR_VALIDATE,
          item.name().span(),
          "there is no earlier exception '"
              + item.name().value()
              + "', and this one has no '"
              + (item.fields() == null ? "fields" : "values")
              + "'",
          item.fields() == null
              ? "add 'fields', or name an exception that the rule has"
              : "add 'values'");
      return Optional.empty();
    }
    return of(item, item.fields(), null);
  }

  private static int indexOf(List<ExceptionDefinition> exceptions, String name) {
    for (int i = 0; i < exceptions.size(); i++) {
      if (exceptions.get(i).name().value().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<ExceptionDefinition> of(
      ExceptionItem item, Entry fields, @Nullable Trail replaced) {
    Checks checks = new Checks(item, replaced);
    List<Entry> values = item.values() == null ? List.of() : item.values();
    return switch (fields) {
      case One(Text field) -> {
        List<Term> terms = checks.terms(List.of(field));
        List<Comparison> comps = checks.single();
        yield comps.isEmpty() || terms.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ExceptionDefinition(item.name(), true, terms, comps, values, item.trail()));
      }
      case Many many -> {
        List<Term> terms = checks.terms(checks.texts(many, "fields"));
        List<Comparison> comps = checks.list(many.entries().size());
        yield terms.size() != comps.size() || terms.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ExceptionDefinition(item.name(), false, terms, comps, values, item.trail()));
      }
    };
  }

  /** Holds fields and comparators of one exception against each other. */
  private final class Checks {
    private final ExceptionItem item;
    private final Diagnostics here;
    private final Code code;

    private Checks(ExceptionItem item, @Nullable Trail replaced) {
      this.item = item;
      this.here = diagnostics.at(replaced == null ? item.trail() : replaced);
      this.code = replaced == null ? Code.LOAD_ERR_VALIDATE : Code.LOAD_ERR_COMPILE_CONDITION;
    }

    private void wrong(Entry entry, String message, String hint) {
      here.report(code, entry.span(), message, hint);
    }

    private List<Term> terms(List<Text> fields) {
      List<Term> terms = new ArrayList<>();
      for (Text field : fields) {
        Term term = PieceParser.term(field, code, here);
        if (term != null) {
          terms.add(term);
        }
      }
      return List.copyOf(terms);
    }

    /** One comparison for a single field; none after a diagnostic. */
    private List<Comparison> single() {
      return switch (item.comps()) {
        case null -> List.of(new Comparison(Operator.IN, null));
        case One one -> single(one);
        case Many many -> {
          wrong(many, "'fields' is one text, but 'comps' is a list", BOTH);
          yield List.of();
        }
      };
    }

    private List<Comparison> single(One comp) {
      Comparison comparison = PieceParser.comparison(comp.text(), code, here);
      if (comparison == null) {
        return List.of();
      }
      if (takesList(comparison)) {
        return List.of(comparison);
      }
      wrong(
          comp,
          "'" + comparison.text() + "' can't compare one field with a list of values",
          "use in, intersects, pmatch, or an operator with a modifier such as 'startswith anyof'");
      return List.of();
    }

    /** As many comparisons as there are fields; none after a diagnostic. */
    private List<Comparison> list(int fields) {
      return switch (item.comps()) {
        case null -> Collections.nCopies(fields, new Comparison(Operator.EQ, null));
        case One one -> {
          wrong(one, "'fields' is a list, but 'comps' is one text", BOTH);
          yield List.of();
        }
        case Many many -> list(many, fields);
      };
    }

    private List<Comparison> list(Many many, int fields) {
      List<Text> texts = texts(many, "comps");
      if (texts.size() != fields) {
        wrong(
            many,
            "the numbers of fields, "
                + fields
                + ", and of comparators, "
                + texts.size()
                + ", differ",
            BOTH);
        return List.of();
      }
      List<Comparison> comparisons = new ArrayList<>();
      for (Text text : texts) {
        Comparison comparison = PieceParser.comparison(text, code, here);
        if (comparison != null) {
          comparisons.add(comparison);
        }
      }
      return List.copyOf(comparisons);
    }

    private List<Text> texts(Many many, String key) {
      List<Text> texts = new ArrayList<>();
      for (Entry entry : many.entries()) {
        switch (entry) {
          case One(Text text) -> texts.add(text);
          case Many inner ->
              wrong(inner, "'" + key + "' can't hold lists of lists", "write one text for each");
        }
      }
      return texts;
    }
  }

  /** Whether the comparison wants a list on its right. */
  static boolean takesList(Comparison comparison) {
    return comparison.modifier() != null || comparison.operator().right() == Operator.Right.LIST;
  }
}
