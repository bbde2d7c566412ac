// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.was.state.ProcessEntry;

/** Reads what is known of the event's process and its parent. */
final class ProcessFields {

  private ProcessFields() {}

  static void name(CurrentEvent event, Value into) {
    set(into, event.process().image().name());
  }

  static void parentName(CurrentEvent event, Value into) {
    ProcessEntry parent = event.state().processes().known(event.record().ppid());
    if (parent != null) {
      set(into, parent.image().name());
    }
  }

  static void commandLine(CurrentEvent event, Value into) {
    set(into, event.process().image().commandLine());
  }

  static void executable(CurrentEvent event, Value into) {
    set(into, event.process().image().executable());
  }

  static void pid(CurrentEvent event, Value into) {
    into.set(event.process().pid());
  }

  static void parentPid(CurrentEvent event, Value into) {
    int parent = event.record().ppid();
    if (parent > 0) {
      into.set(parent);
    }
  }

  static void containerId(CurrentEvent event, Value into) {
    set(into, event.process().image().containerId());
  }

  private static void set(Value into, byte[] text) {
    into.set(text, 0, text.length);
  }
}
