// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Items;
import io.eyrie.syscall.state.ThreadEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes readers of fields of ancestors: with an index of the one so many levels up, without one of
 * all of them from the parent on, of which any may make a condition true.
 */
final class AncestorReaders {

  /** How far up a variable of the environment is looked for. */
  private static final int VARIABLE_LEVELS = 20;

  private AncestorReaders() {}

  /** Of a text. */
  static FieldReader of(ThreadTexts texts, @Nullable String argument) {
    Ancestors ancestors = new Ancestors();
    Text scratch = new Text(256);
    if (argument != null) {
      int level = level(argument);
      return (current, into) -> {
        ThreadEntry thread = ancestors.at(current, level);
        if (thread != null) {
          texts.append(thread, scratch.clear());
          Values.set(into, scratch);
        }
      };
    }
    return (current, into) -> {
      scratch.clear();
      ancestors.begin(current);
      boolean none = true;
      for (ThreadEntry thread = ancestors.up(current);
          thread != null;
          thread = ancestors.up(current)) {
        if (none) {
          into.beginList();
          none = false;
        }
        int from = scratch.length();
        texts.append(thread, scratch);
        into.add(scratch.bytes(), from, scratch.length() - from);
      }
    };
  }

  /** Of a text, with a blank between those of all ancestors. */
  static FieldReader joined(ThreadTexts texts, @Nullable String argument) {
    if (argument != null) {
      return of(texts, argument);
    }
    Ancestors ancestors = new Ancestors();
    Text scratch = new Text(256);
    return (current, into) -> {
      scratch.clear();
      ancestors.begin(current);
      boolean none = true;
      for (ThreadEntry thread = ancestors.up(current);
          thread != null;
          thread = ancestors.up(current)) {
        if (!none) {
          scratch.append(' ');
        }
        none = false;
        texts.append(thread, scratch);
      }
      if (!none) {
        Values.set(into, scratch);
      }
    };
  }

  /** Of the process's id. */
  static FieldReader pid(@Nullable String argument) {
    Ancestors ancestors = new Ancestors();
    if (argument != null) {
      int level = level(argument);
      return (current, into) -> {
        ThreadEntry thread = ancestors.at(current, level);
        if (thread != null) {
          into.set(thread.pid());
        }
      };
    }
    return (current, into) -> {
      ancestors.begin(current);
      boolean none = true;
      for (ThreadEntry thread = ancestors.up(current);
          thread != null;
          thread = ancestors.up(current)) {
        if (none) {
          into.beginList();
          none = false;
        }
        into.add(thread.pid());
      }
    };
  }

  /** Of the environment, or of the variable of that name in the nearest ancestor that has it. */
  static FieldReader environment(@Nullable String argument) {
    if (argument == null || index(argument)) {
      return of(ThreadTexts::environment, argument);
    }
    byte[] name = argument.getBytes(StandardCharsets.UTF_8);
    Ancestors ancestors = new Ancestors();
    return (current, into) -> {
      ancestors.begin(current);
      for (int level = 0; level < VARIABLE_LEVELS; level++) {
        ThreadEntry thread = ancestors.up(current);
        if (thread == null || variable(thread, name, into)) {
          return;
        }
      }
    };
  }

  /** Writes the value of a variable; false when the thread's environment has none of that name. */
  static boolean variable(ThreadEntry thread, byte[] name, Value into) {
    byte[] env = thread.image().env();
    int value = Items.valueOf(env, name);
    if (value < 0) {
      return false;
    }
    into.set(env, value, Items.end(env, value) - value);
    return true;
  }

  private static boolean index(String argument) {
    return argument.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Levels beyond any ancestry are the same. */
  private static int level(String argument) {
    return argument.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(argument);
  }
}
