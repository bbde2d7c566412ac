// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;

/** Reads the user that the event's thread runs as. */
final class UserFields {

  private UserFields() {}

  static void uid(CurrentEvent event, Value into) {
    into.set(event.record().uid());
  }

  static void name(CurrentEvent event, Value into) {
    byte[] name = event.state().users().name(event.record().uid());
    into.set(name, 0, name.length);
  }
}
