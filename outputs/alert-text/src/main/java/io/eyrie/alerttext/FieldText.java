// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The value of an alert's field as text, for receivers that know no other type. */
public final class FieldText {

  private FieldText() {}

  /** The text: members of lists in parentheses, and nothing for an absent value. */
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list ->
          list.stream().map(FieldText::of).collect(Collectors.joining(",", "(", ")"));
      default -> value.toString();
    };
  }
}
