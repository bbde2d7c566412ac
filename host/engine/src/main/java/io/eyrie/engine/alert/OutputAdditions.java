// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.engine.diag.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator adds to the output of a rule.
 *
 * @param pieces what the message goes on with, each after one blank
 * @param fields what the fields of the alert have besides those that the message names
 */
public record OutputAdditions(List<Piece> pieces, List<ExtraField> fields) {
  /** Leaves the output as it is. */
  public static final OutputAdditions NONE = new OutputAdditions(List.of(), List.of());

  /** Copies the lists. */
  public OutputAdditions {
    pieces = List.copyOf(pieces);
    fields = List.copyOf(fields);
  }

  /** A piece of the message. */
  public sealed interface Piece permits Wording, Suggested {}

  /** Another output, which is read like that of a rule. */
  public record Wording(Text output) implements Piece {}

  /** {@code name=value} of every field that is proposed and that nothing before it names. */
  public record Suggested() implements Piece {}

  /**
   * A field of the alert.
   *
   * @param key its name
   * @param output what its text is made of like a message; null when the key is the field whose
   *     value is taken as it is
   */
  public record ExtraField(Text key, @Nullable Text output) {}

  /** Whether nothing is added. */
  public boolean none() {
    return pieces.isEmpty() && fields.isEmpty();
  }
}
