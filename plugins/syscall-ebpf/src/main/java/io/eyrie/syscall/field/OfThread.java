// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.state.ThreadEntry;

/** Reads one thing of a thread. */
@FunctionalInterface
interface OfThread {

  /** Writes the value, or leaves the holder absent. */
  void read(ThreadEntry thread, Value into);

  /** Of the event's own thread. */
  static FieldReader own(OfThread reader) {
    return (current, into) -> {
      ThreadEntry thread = current.thread();
      if (thread != null) {
        reader.read(thread, into);
      }
    };
  }

  /** Of the main thread of its process. */
  static FieldReader main(OfThread reader) {
    return (current, into) -> {
      ThreadEntry thread = current.main();
      if (thread != null) {
        reader.read(thread, into);
      }
    };
  }

  /** Of the main thread of the parent process. */
  static FieldReader parent(OfThread reader) {
    return (current, into) -> {
      ThreadEntry thread = current.parent();
      if (thread != null) {
        reader.read(thread, into);
      }
    };
  }
}
