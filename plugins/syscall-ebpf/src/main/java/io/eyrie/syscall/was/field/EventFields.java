// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Errno;
import io.eyrie.syscall.event.RecordKind;
import java.nio.charset.StandardCharsets;

/** Reads what the event itself tells. */
final class EventFields {

  private static final byte[] SUCCESS = "SUCCESS".getBytes(StandardCharsets.US_ASCII);
  private static final int ACCESS_MODE = 3;
  private static final int WRITE_ONLY = 1;
  private static final int READ_WRITE = 2;

  private EventFields() {}

  static void result(CurrentEvent event, Value into) {
    if (event.kind() == RecordKind.PROCEXIT) {
      return;
    }
    long result = event.record().result();
    if (result >= 0) {
      into.set(SUCCESS, 0, SUCCESS.length);
      return;
    }
    String name = Errno.name(-result);
    into.set(name == null ? Long.toString(result) : name);
  }

  static void openRead(CurrentEvent event, Value into) {
    int mode = mode(event);
    into.set(mode == 0 || mode == READ_WRITE);
  }

  static void openWrite(CurrentEvent event, Value into) {
    int mode = mode(event);
    into.set(mode == WRITE_ONLY || mode == READ_WRITE);
  }

  /** The access mode of an open; 3, which asks for neither, of every other event, creat too. */
  private static int mode(CurrentEvent event) {
    return switch (event.kind()) {
      case OPEN, OPENAT, OPENAT2 -> event.record().openFlags() & ACCESS_MODE;
      default -> ACCESS_MODE;
    };
  }
}
