// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ProcessImage;
import io.eyrie.syscall.state.ThreadEntry;

/** Texts of a thread's program, appended where several may stand one after the other. */
@FunctionalInterface
interface ThreadTexts {

  /** Appends the text. */
  void append(ThreadEntry thread, Text to);

  /** The task's name. */
  static void comm(ThreadEntry thread, Text to) {
    to.append(thread.comm());
  }

  /** The first argument. */
  static void exe(ThreadEntry thread, Text to) {
    to.append(thread.image().exe());
  }

  /** The path of the executable. */
  static void executable(ThreadEntry thread, Text to) {
    to.append(thread.image().executable());
  }

  /** The arguments after the first, joined by blanks. */
  static void arguments(ThreadEntry thread, Text to) {
    to.append(thread.image().joinedArguments());
  }

  /** The environment, joined by blanks. */
  static void environment(ThreadEntry thread, Text to) {
    to.append(thread.image().joinedEnvironment());
  }

  /** The name and the arguments, joined by blanks. */
  static void commandLine(ThreadEntry thread, Text to) {
    to.append(thread.comm());
    withArguments(thread.image(), to);
  }

  /** The first argument and the others, joined by blanks. */
  static void exeLine(ThreadEntry thread, Text to) {
    to.append(thread.image().exe());
    withArguments(thread.image(), to);
  }

  private static void withArguments(ProcessImage image, Text to) {
    if (image.args().length > 0) {
      to.append(' ').append(image.joinedArguments());
    }
  }

  /** Reads it of the event's own thread. */
  static FieldReader own(ThreadTexts texts) {
    Text scratch = new Text(128);
    return OfThread.own((thread, into) -> {
      texts.append(thread, scratch.clear());
      Values.set(into, scratch);
    });
  }

  /** Reads it of the main thread of the parent process. */
  static FieldReader parent(ThreadTexts texts) {
    Text scratch = new Text(128);
    return OfThread.parent((thread, into) -> {
      texts.append(thread, scratch.clear());
      Values.set(into, scratch);
    });
  }
}
