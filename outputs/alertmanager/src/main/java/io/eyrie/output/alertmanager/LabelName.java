// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import java.util.regex.Pattern;

/** Names of labels and annotations: letters, digits and {@code _}, no digit first. */
final class LabelName {

  static final Pattern FORM = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private LabelName() {}

  /** The name of a field, with {@code _} for what a label can't have. */
  static String of(String field) {
    StringBuilder name = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (digit && i == 0) {
        name.append('_');
      }
      // The ] of an argument ends the name and would leave a _ there.
      if (letter || digit) {
        name.append(c);
      } else if (c != ']') {
        name.append('_');
      }
    }
    return name.toString();
  }
}
