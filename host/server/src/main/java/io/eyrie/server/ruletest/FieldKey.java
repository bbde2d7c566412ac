// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field with its argument, as in {@code proc.aname[2]}.
 *
 * @param argument the text in the brackets, its quotes taken off; null when there are none
 */
record FieldKey(String name, @Nullable String argument) {

  private static final Pattern FORM =
      Pattern.compile("([^\\[\\]]+)(?:\\[(?:\"([^\"]*)\"|'([^']*)'|([^\\]]*))])?", Pattern.DOTALL);

  static @Nullable FieldKey parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String argument = form.group(2);
    argument = argument == null ? form.group(3) : argument;
    return new FieldKey(form.group(1), argument == null ? form.group(4) : argument);
  }
}
