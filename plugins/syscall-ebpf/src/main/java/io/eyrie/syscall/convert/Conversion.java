// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.convert;

import java.util.List;
import java.util.Locale;

/**
 * What is done with an event of one code and number of parameters.
 *
 * @param action what
 * @param becomes the code of the result, where there is a new one
 * @param fills the new parameters in their order: all of them, or those that are added
 */
record Conversion(Action action, int becomes, List<Fill> fills) {

  Conversion {
    fills = List.copyOf(fills);
  }

  static Conversion of(String[] columns) {
    List<Fill> fills =
        columns[4].isEmpty()
            ? List.of()
            : List.of(columns[4].split(" ", -1)).stream().map(Fill::of).toList();
    return new Conversion(
        Action.valueOf(columns[2].toUpperCase(Locale.ROOT)),
        columns[3].isEmpty() ? -1 : Integer.parseInt(columns[3]),
        fills);
  }

  /** What is done. */
  enum Action {
    /** Kept for the exit of its thread, and no event any more. */
    STORE,
    /** Kept for the exit of its thread, and an event as well. */
    STOREPASS,
    /** An event as it is. */
    PASS,
    /** Gets further parameters. */
    ADD,
    /** Becomes another event. */
    RETYPE
  }

  /** Where a parameter comes from. */
  enum From {
    OLD,
    ENTRY_OR_EMPTY,
    ENTRY_OR_DEFAULT,
    DEFAULT,
    EMPTY,
    CONTAINER_JSON
  }

  /**
   * How one parameter is filled.
   *
   * @param from where it comes from
   * @param index of the parameter there
   */
  record Fill(From from, int index) {

    static Fill of(String text) {
      return switch (text.charAt(0)) {
        case 'o' -> new Fill(From.OLD, Integer.parseInt(text.substring(1)));
        case 'e' ->
            new Fill(
                text.endsWith("-") ? From.ENTRY_OR_EMPTY : From.ENTRY_OR_DEFAULT,
                Integer.parseInt(text.substring(1, text.length() - 1)));
        case 'd' -> new Fill(From.DEFAULT, 0);
        case 'j' -> new Fill(From.CONTAINER_JSON, 0);
        case '-' -> new Fill(From.EMPTY, 0);
        default -> throw new IllegalStateException("conversions.tsv: " + text);
      };
    }
  }
}
