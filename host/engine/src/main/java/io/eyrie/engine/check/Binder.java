// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import static io.eyrie.engine.syntax.Operator.BCONTAINS;
import static io.eyrie.engine.syntax.Operator.BSTARTSWITH;
import static io.eyrie.engine.syntax.Operator.CONTAINS;
import static io.eyrie.engine.syntax.Operator.ENDSWITH;
import static io.eyrie.engine.syntax.Operator.EQ;
import static io.eyrie.engine.syntax.Operator.EXISTS;
import static io.eyrie.engine.syntax.Operator.GE;
import static io.eyrie.engine.syntax.Operator.GLOB;
import static io.eyrie.engine.syntax.Operator.GT;
import static io.eyrie.engine.syntax.Operator.ICONTAINS;
import static io.eyrie.engine.syntax.Operator.IGLOB;
import static io.eyrie.engine.syntax.Operator.IN;
import static io.eyrie.engine.syntax.Operator.INTERSECTS;
import static io.eyrie.engine.syntax.Operator.LE;
import static io.eyrie.engine.syntax.Operator.LT;
import static io.eyrie.engine.syntax.Operator.NE;
import static io.eyrie.engine.syntax.Operator.PMATCH;
import static io.eyrie.engine.syntax.Operator.REGEX;
import static io.eyrie.engine.syntax.Operator.STARTSWITH;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Predicate.Quantifier;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Operator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Binds the condition of a rule to the fields of its source. All problems of a condition are
 * reported, not only the first.
 */
public final class Binder {
  private static final Set<Operator> LIST_OPERATORS = EnumSet.of(IN, INTERSECTS, EXISTS);
  private static final Map<FieldType, Set<Operator>> OPERATORS = new EnumMap<>(FieldType.class);

  static {
    Set<Operator> ordered = EnumSet.of(EQ, NE, LT, LE, GT, GE, IN, INTERSECTS, EXISTS);
    Set<Operator> equal = EnumSet.of(EQ, NE, IN, INTERSECTS, EXISTS);
    OPERATORS.put(
        FieldType.STRING,
        EnumSet.of(
            EQ,
            NE,
            LT,
            LE,
            GT,
            GE,
            CONTAINS,
            ICONTAINS,
            STARTSWITH,
            ENDSWITH,
            GLOB,
            IGLOB,
            REGEX,
            IN,
            INTERSECTS,
            PMATCH,
            EXISTS));
    OPERATORS.put(
        FieldType.BYTES,
        EnumSet.of(
            EQ,
            NE,
            CONTAINS,
            BCONTAINS,
            STARTSWITH,
            BSTARTSWITH,
            ENDSWITH,
            IN,
            INTERSECTS,
            EXISTS));
    OPERATORS.put(FieldType.BOOL, equal);
    OPERATORS.put(FieldType.IP, equal);
    OPERATORS.put(FieldType.IPNET, equal);
    for (FieldType type :
        List.of(
            FieldType.INT64,
            FieldType.UINT64,
            FieldType.DOUBLE,
            FieldType.ABSTIME,
            FieldType.RELTIME,
            FieldType.PORT)) {
      OPERATORS.put(type, ordered);
    }
  }

  private final SourceFields fields;
  private final Diagnostics diagnostics;
  private boolean failed;
  private boolean unknownName;
  private boolean otherError;

  private Binder(SourceFields fields, Diagnostics diagnostics) {
    this.fields = fields;
    this.diagnostics = diagnostics;
  }

  /**
   * What became of a condition.
   *
   * @param condition the bound condition, null when there was an error
   * @param onlyUnknownNames whether all errors were about fields or event types that the source
   *     does not know
   */
  public record Result(@Nullable Condition condition, boolean onlyUnknownNames) {}

  /** Binds a condition; what is wrong goes to the diagnostics. */
  public static Result bind(Expr expr, SourceFields fields, Diagnostics diagnostics) {
    Binder binder = new Binder(fields, diagnostics);
    Condition condition = binder.bind(expr);
    return new Result(binder.failed ? null : condition, binder.unknownName && !binder.otherError);
  }

  /**
   * Looks up a field with its argument.
   *
   * @return null after a diagnostic
   */
  public static @Nullable FieldUse use(
      FieldRef ref, SourceFields fields, Code code, Diagnostics diagnostics) {
    Field field = fields.find(ref.name());
    if (field == null) {
      diagnostics.report(
          code,
          ref.span(),
          "source '" + fields.declaration().name() + "' has no field '" + ref.name() + "'",
          Suggestions.hint(
              ref.name(),
              fields.names(),
              "'eyrie fields --source " + fields.declaration().name() + "' lists its fields"));
      return null;
    }
    String problem = argumentProblem(field, ref.argument());
    if (problem != null) {
      diagnostics.report(code, ref.span(), problem, argumentHint(field));
      return null;
    }
    return new FieldUse(field, ref.argument(), fields.engineField(field));
  }

  /** What is wrong with an argument for the field, or null. */
  public static @Nullable String argumentProblem(Field field, @Nullable String argument) {
    Argument form = field.argument();
    if (argument == null) {
      return form.required() ? "field '" + field.name() + "' needs an argument in brackets" : null;
    }
    if (!form.acceptsIndex() && !form.acceptsKey()) {
      return "field '" + field.name() + "' takes no argument";
    }
    boolean index = argument.matches("0|[1-9][0-9]{0,9}");
    return (index && form.acceptsIndex()) || form.acceptsKey()
        ? null
        : "'" + argument + "' is no index for field '" + field.name() + "'";
  }

  private static String argumentHint(Field field) {
    return switch (field.argument()) {
      case NONE -> "write '" + field.name() + "' without brackets";
      case OPTIONAL_INDEX, REQUIRED_INDEX -> "write a number, as in '" + field.name() + "[1]'";
      case OPTIONAL_KEY, REQUIRED_KEY -> "write a key, as in '" + field.name() + "[key]'";
      case OPTIONAL_INDEX_OR_KEY, REQUIRED_INDEX_OR_KEY ->
          "write a number or a key, as in '" + field.name() + "[1]'";
    };
  }

  private Condition bind(Expr expr) {
    return switch (expr) {
      case Expr.And and -> new Condition.All(and.terms().stream().map(this::bind).toList());
      case Expr.Or or -> new Condition.Any(or.terms().stream().map(this::bind).toList());
      case Expr.Not not -> new Condition.Negation(bind(not.term()));
      case Expr.MacroRef _ -> {
        // Reported when it could not be expanded.
        failed = true;
        otherError = true;
        yield Condition.FALSE;
      }
      case Expr.Check check -> check(check);
    };
  }

  private Condition fail(Span span, String message, @Nullable String hint) {
    failed = true;
    otherError = true;
    diagnostics.report(Code.LOAD_ERR_COMPILE_CONDITION, span, message, hint);
    return Condition.FALSE;
  }

  private Condition check(Expr.Check check) {
    if (!(check.left() instanceof FieldRef ref)
        || check.modifier() != null
        || check.right() instanceof Expr.OfEvent) {
      return fail(
          check.span(),
          "what this check uses is not supported by this version of Eyrie yet",
          "write the condition without them");
    }
    FieldUse use = use(ref, fields, Code.LOAD_ERR_COMPILE_CONDITION, diagnostics);
    if (use == null) {
      failed = true;
      unknownName |= fields.find(ref.name()) == null;
      otherError |= fields.find(ref.name()) != null;
      return Condition.FALSE;
    }
    Field field = use.field();
    Set<Operator> allowed = allowed(field);
    if (!allowed.contains(check.operator())) {
      return fail(
          check.span(),
          "operator '"
              + check.operator().word()
              + "' can't be used with field '"
              + field.name()
              + "', which holds "
              + (field.list() ? "a list of " : "")
              + describe(field.type(), field.list()),
          "operators for it are "
              + String.join(", ", allowed.stream().map(Operator::word).toList()));
    }
    field
        .deprecation()
        .ifPresent(advice ->
            diagnostics.report(
                Code.LOAD_DEPRECATED_ITEM,
                ref.span(),
                "field '" + field.name() + "' is deprecated",
                advice));
    warnSuspicious(check);
    try {
      if (use.engine() == EventField.TYPE && !eventTypesKnown(check)) {
        return Condition.FALSE;
      }
      return condition(use, check);
    } catch (LocatedError e) {
      return fail(e.span, e.problem, e.hint);
    }
  }

  private static Set<Operator> allowed(Field field) {
    if (field.list()) {
      return LIST_OPERATORS;
    }
    Set<Operator> operators = OPERATORS.get(field.type());
    return operators == null ? EnumSet.of(EXISTS) : operators;
  }

  private static String describe(FieldType type, boolean many) {
    return switch (type) {
      case STRING -> many ? "texts" : "text";
      case BYTES -> "bytes";
      case BOOL -> many ? "truth values" : "a truth value";
      case INT64, UINT64, DOUBLE -> many ? "numbers" : "a number";
      case ABSTIME -> many ? "times" : "a time";
      case RELTIME -> many ? "spans of time" : "a span of time";
      case PORT -> many ? "ports" : "a port";
      case IP, IPNET -> many ? "IP addresses" : "an IP address";
    };
  }

  private static List<Literal> literals(Expr.Check check) {
    return switch (check.right()) {
      case Expr.Nothing _, Expr.OfEvent _ -> List.of();
      case Expr.Single(Literal value) -> List.of(value);
      case Expr.Values values -> values.values();
    };
  }

  private boolean eventTypesKnown(Expr.Check check) {
    boolean known = true;
    for (Literal literal : literals(check)) {
      if (!fields.eventTypes().containsKey(literal.text())) {
        known = false;
        failed = true;
        unknownName = true;
        diagnostics.report(
            Code.LOAD_ERR_COMPILE_CONDITION,
            literal.span(),
            "source '"
                + fields.declaration().name()
                + "' has no event type '"
                + literal.text()
                + "'",
            Suggestions.hint(
                literal.text(),
                fields.eventTypes().keySet(),
                "'eyrie fields --source "
                    + fields.declaration().name()
                    + "' lists its event types"));
      }
    }
    return known;
  }

  private void warnSuspicious(Expr.Check check) {
    for (Literal literal : literals(check)) {
      if (!literal.quoted()
          && literal.text().indexOf('.') > 0
          && fields.find(literal.text()) != null) {
        diagnostics.report(
            Code.LOAD_COMPILE_CONDITION,
            literal.span(),
            "'" + literal.text() + "' is the name of a field, but is compared as a text here",
            "put it in quotes if the text is meant");
      }
    }
  }

  /** A problem with a literal and its place. */
  private static final class LocatedError extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Span span;
    private final String problem;
    private final @Nullable String hint;

    private LocatedError(Span span, String problem, @Nullable String hint) {
      super(problem, null, false, false);
      this.span = span;
      this.problem = problem;
      this.hint = hint;
    }
  }

  /** Turns the text of a literal into a value. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(String text) throws LiteralError;
  }

  private static <T> T read(Literal literal, Reader<T> reader) throws LocatedError {
    try {
      return reader.read(literal.text());
    } catch (LiteralError e) {
      throw new LocatedError(literal.span(), e.problem(), e.hint());
    }
  }

  private <T> List<T> readAll(List<Literal> literals, Reader<T> reader) throws LocatedError {
    Set<T> values = new LinkedHashSet<>();
    LocatedError first = null;
    for (Literal literal : literals) {
      try {
        values.add(read(literal, reader));
      } catch (LocatedError e) {
        if (first != null) {
          fail(first.span, first.problem, first.hint);
        }
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
    return List.copyOf(values);
  }

  private static Condition test(FieldUse use, Quantifier quantifier, Matcher matcher) {
    return new Condition.Test(new Predicate(use, quantifier, matcher));
  }

  private static Condition present(FieldUse use) {
    return test(use, Quantifier.ONE, new Matcher.Exists());
  }

  private Condition condition(FieldUse use, Expr.Check check) throws LocatedError {
    List<Literal> literals = literals(check);
    Quantifier quantifier =
        !use.field().list()
            ? Quantifier.ONE
            : check.operator() == IN ? Quantifier.EACH : Quantifier.SOME;
    return switch (check.operator()) {
      case EXISTS -> present(use);
      case EQ -> among(use, Quantifier.ONE, literals);
      case NE ->
          new Condition.All(
              List.of(present(use), new Condition.Negation(among(use, Quantifier.ONE, literals))));
      case IN, INTERSECTS ->
          literals.isEmpty() ? Condition.FALSE : among(use, quantifier, literals);
      case LT, LE, GT, GE -> ordered(use, check.operator(), literals.getFirst());
      case PMATCH -> pathMatch(use, literals);
      case BCONTAINS, BSTARTSWITH -> {
        Octets bytes = read(literals.getFirst(), Literals::hex);
        yield test(
            use,
            Quantifier.ONE,
            check.operator() == BCONTAINS ? contains(bytes, false) : new Matcher.Prefix(bytes));
      }
      case CONTAINS ->
          test(use, Quantifier.ONE, contains(Octets.of(literals.getFirst().text()), false));
      case ICONTAINS ->
          test(
              use,
              Quantifier.ONE,
              contains(Octets.of(literals.getFirst().text()).lowerCase(), true));
      case STARTSWITH ->
          test(use, Quantifier.ONE, new Matcher.Prefix(Octets.of(literals.getFirst().text())));
      case ENDSWITH ->
          test(use, Quantifier.ONE, new Matcher.Suffix(Octets.of(literals.getFirst().text())));
      case GLOB, IGLOB ->
          test(
              use,
              Quantifier.ONE,
              new Matcher.GlobMatch(
                  new Glob(literals.getFirst().text(), check.operator() == IGLOB)));
      case REGEX -> regex(use, literals.getFirst());
    };
  }

  private static Matcher contains(Octets value, boolean ignoreCase) {
    return new Matcher.Contains(value, ignoreCase);
  }

  private Condition regex(FieldUse use, Literal literal) throws LocatedError {
    try {
      Regex regex = Regex.compile(literal.text());
      if (literal.text().matches("[^\\\\\\[\\](){}.*+?^$|]+")) {
        diagnostics.report(
            Code.LOAD_COMPILE_CONDITION,
            literal.span(),
            "the pattern '" + literal.text() + "' has nothing that needs a regex",
            "write '=', 'contains', 'startswith' or 'endswith'");
      }
      return test(use, Quantifier.ONE, new Matcher.RegexMatch(regex));
    } catch (Regex.Refused e) {
      throw new LocatedError(literal.span(), String.valueOf(e.getMessage()), e.hint());
    }
  }

  private Condition among(FieldUse use, Quantifier quantifier, List<Literal> literals)
      throws LocatedError {
    FieldType type = use.field().type();
    Matcher matcher =
        switch (type) {
          case STRING, BYTES ->
              new Matcher.BytesIn(sorted(this.<Octets>readAll(literals, Octets::of)));
          case IP -> new Matcher.BytesIn(sorted(this.<Octets>readAll(literals, Literals::address)));
          case IPNET -> new Matcher.InNetworks(readAll(literals, Literals::network));
          case DOUBLE ->
              new Matcher.DecimalIn(sorted(this.<Double>readAll(literals, Literals::decimal)));
          case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT ->
              new Matcher.NumberIn(
                  sorted(this.<Long>readAll(literals, text -> Literals.number(type, text))));
        };
    return test(use, quantifier, matcher);
  }

  private static <T extends Comparable<? super T>> List<T> sorted(List<T> values) {
    return List.copyOf(new TreeSet<>(values));
  }

  private Condition ordered(FieldUse use, Operator operator, Literal literal) throws LocatedError {
    FieldType type = use.field().type();
    boolean less = operator == LT || operator == LE;
    boolean orEqual = operator == LE || operator == GE;
    if (type == FieldType.STRING) {
      return test(
          use, Quantifier.ONE, new Matcher.BytesOrdered(Octets.of(literal.text()), less, orEqual));
    }
    if (type == FieldType.DOUBLE) {
      double bound = read(literal, Literals::decimal);
      return test(
          use,
          Quantifier.ONE,
          less
              ? new Matcher.DecimalBetween(Double.NEGATIVE_INFINITY, true, bound, orEqual)
              : new Matcher.DecimalBetween(bound, orEqual, Double.POSITIVE_INFINITY, true));
    }
    long bound = read(literal, text -> Literals.number(type, text));
    boolean unsigned = Literals.unsigned(type);
    long lowest = unsigned ? 0 : Long.MIN_VALUE;
    long highest = unsigned ? -1 : Long.MAX_VALUE;
    if (!orEqual && bound == (less ? lowest : highest)) {
      return Condition.FALSE;
    }
    long edge = orEqual ? bound : less ? bound - 1 : bound + 1;
    return test(
        use,
        Quantifier.ONE,
        less
            ? new Matcher.NumberBetween(lowest, edge, unsigned)
            : new Matcher.NumberBetween(edge, highest, unsigned));
  }

  private static Condition pathMatch(FieldUse use, List<Literal> literals) {
    Set<Octets> plain = new TreeSet<>();
    List<Condition> terms = new ArrayList<>();
    for (Literal literal : literals) {
      List<String> components = new ArrayList<>();
      boolean pattern = false;
      for (String component : literal.text().split("/")) {
        if (!component.isEmpty()) {
          components.add(component);
          pattern |= component.chars().anyMatch(c -> c == '?' || c == '*' || c == '[');
        }
      }
      if (pattern) {
        List<Glob> globs =
            components.stream()
                .map(c -> new Glob(c.matches(".*[?*\\[].*") ? c : c.replace("\\", "\\\\"), false))
                .toList();
        terms.add(test(use, Quantifier.ONE, new Matcher.PathGlob(globs)));
      } else {
        plain.add(Octets.of(components.isEmpty() ? "" : "/" + String.join("/", components)));
      }
    }
    if (!plain.isEmpty()) {
      terms.addFirst(test(use, Quantifier.ONE, new Matcher.PathBelow(List.copyOf(plain))));
    }
    return switch (terms.size()) {
      case 0 -> Condition.FALSE;
      case 1 -> terms.getFirst();
      default -> new Condition.Any(List.copyOf(terms));
    };
  }
}
