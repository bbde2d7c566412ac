// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.syntax.Transformer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a transformer makes of its inputs. Absent when one of the inputs is.
 *
 * @param option the text in the brackets after {@code getopt()}, null when there are none
 */
public record Derived(
    Transformer transformer,
    List<Input> inputs,
    @Nullable String option,
    FieldType type,
    boolean list)
    implements Subject {

  /** What a transformer is applied to. */
  public sealed interface Input {
    /** As it would be written, the quotes of texts aside. */
    String text();
  }

  /** Something of the event. */
  public record OfEvent(Subject subject) implements Input {
    @Override
    public String text() {
      return subject.text();
    }
  }

  /** A text that is the same for every event. */
  public record Constant(Octets value) implements Input {
    @Override
    public String text() {
      return value.toString();
    }
  }

  /** A list put together from single values; none of the elements is a list. */
  public record Elements(List<Input> elements) implements Input {
    @Override
    public String text() {
      return elements.stream().map(Input::text).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  @Override
  public String text() {
    String inner = inputs.stream().map(Input::text).collect(Collectors.joining(", "));
    String whole = transformer.word() + "(" + inner + ")";
    return option == null ? whole : whole + "[" + option + "]";
  }

  /** The subjects that it is made of directly, in the order of writing. */
  public List<Subject> parts() {
    return inputs.stream().<Subject>mapMulti(Derived::parts).toList();
  }

  private static void parts(Input input, Consumer<? super Subject> into) {
    switch (input) {
      case OfEvent(Subject subject) -> into.accept(subject);
      case Constant _ -> {}
      case Elements(List<Input> elements) -> elements.forEach(element -> parts(element, into));
    }
  }

  @Override
  public void collect(List<FieldUse> into) {
    parts().forEach(part -> part.collect(into));
  }

  @Override
  public String toString() {
    return text();
  }
}
