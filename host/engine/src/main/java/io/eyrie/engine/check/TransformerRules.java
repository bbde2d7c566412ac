// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Derived.Input;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Transformer;
import java.util.List;

/** What each transformer takes and gives. Those of texts work on each element of a list. */
final class TransformerRules {
  private TransformerRules() {}

  /** What comes of a transformer on its inputs. */
  sealed interface Outcome {}

  /** It can be done. */
  record Fits(Derived derived) implements Outcome {}

  /** It can't, and why. */
  record Misfit(String message, String hint) implements Outcome {}

  /** The type of an input. */
  private record Shape(FieldType type, boolean list) {
    static Shape of(Input input) {
      return switch (input) {
        case Derived.OfEvent(Subject subject) -> new Shape(subject.type(), subject.list());
        case Derived.Constant _ -> new Shape(FieldType.STRING, false);
        case Derived.Elements _ -> new Shape(FieldType.STRING, true);
      };
    }

    boolean text() {
      return type == FieldType.STRING && !list;
    }

    boolean texts() {
      return type == FieldType.STRING && list;
    }
  }

  static Outcome apply(Expr.Call call, List<Input> inputs) {
    Transformer transformer = call.transformer();
    String name = transformer.word() + "()";
    if (call.argument() != null && transformer != Transformer.GETOPT) {
      return new Misfit("'" + name + "' takes nothing in brackets", "remove the brackets");
    }
    List<Shape> shapes = inputs.stream().map(Shape::of).toList();
    Shape first = shapes.getFirst();
    int count = inputs.size();
    return switch (transformer) {
      case TOLOWER, TOUPPER, BASENAME ->
          count != 1
              ? arity(name, "one argument")
              : first.type() != FieldType.STRING
                  ? wrong(name, inputs.getFirst(), "texts")
                  : fits(call, inputs, first.type(), first.list());
      case B64 ->
          count != 1
              ? arity(name, "one argument")
              : first.type() != FieldType.STRING && first.type() != FieldType.BYTES
                  ? wrong(name, inputs.getFirst(), "texts and bytes")
                  : fits(call, inputs, first.type(), first.list());
      case LEN ->
          count != 1
              ? arity(name, "one argument")
              : !first.list() && first.type() != FieldType.STRING && first.type() != FieldType.BYTES
                  ? wrong(name, inputs.getFirst(), "texts, bytes and lists")
                  : fits(call, inputs, FieldType.UINT64, false);
      case JOIN ->
          count != 2
              ? arity(name, "two arguments: a separator and a list")
              : !first.text()
                  ? new Misfit("the separator of 'join()' has to be a single text", EXAMPLE_JOIN)
                  : !shapes.get(1).texts()
                      ? new Misfit(
                          "the second argument of 'join()' has to be a list of texts", EXAMPLE_JOIN)
                      : fits(call, inputs, FieldType.STRING, false);
      case CONCAT ->
          count < 2
              ? arity(name, "two arguments or more")
              : !shapes.stream().allMatch(Shape::text)
                  ? new Misfit(
                      "the arguments of 'concat()' have to be single texts",
                      "write for instance concat(proc.name, ':', fd.name)")
                  : fits(call, inputs, FieldType.STRING, false);
      case GETOPT ->
          count != 2
              ? arity(name, "two arguments: a list and the options")
              : !first.texts()
                  ? new Misfit(
                      "the first argument of 'getopt()' has to be a list of texts", EXAMPLE_GETOPT)
                  : !shapes.get(1).text()
                      ? new Misfit(
                          "the second argument of 'getopt()' has to be a single text",
                          EXAMPLE_GETOPT)
                      : option(call, inputs);
    };
  }

  private static final String EXAMPLE_JOIN = "write for instance join(',', (proc.name, fd.name))";
  private static final String EXAMPLE_GETOPT =
      "write for instance getopt((proc.args[0], proc.args[1]), 'ab:')";

  private static Outcome option(Expr.Call call, List<Input> inputs) {
    String option = call.argument();
    if (option != null && !option.matches("[\\x21-\\x7e&&[^:?-]]")) {
      return new Misfit(
          "'" + option + "' is no option of one letter", "write for instance getopt(...)[n]");
    }
    return fits(call, inputs, FieldType.STRING, option == null);
  }

  private static Fits fits(Expr.Call call, List<Input> inputs, FieldType type, boolean list) {
    return new Fits(new Derived(call.transformer(), inputs, call.argument(), type, list));
  }

  private static Misfit arity(String name, String wanted) {
    return new Misfit(
        "'" + name + "' takes " + wanted,
        "a transformer's arguments stand between its parentheses, separated by ','");
  }

  private static Misfit wrong(String name, Input input, String wanted) {
    return new Misfit(
        "'" + name + "' takes " + wanted + ", which '" + input.text() + "' is not",
        "compare it without '" + name + "'");
  }
}
