// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.ParameterPaths;
import io.eyrie.syscall.state.SocketText;
import io.eyrie.syscall.state.ThreadEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells the name of the event's descriptor. Of a call that failed, or of a descriptor that is not
 * known, it is what the call itself names: the path that could not be opened, the address.
 */
final class DescriptorName {

  private static final int OPEN = 3;
  private static final int CONNECT = 23;
  private static final int CREAT = 59;
  private static final int ACCEPT = 247;
  private static final int OPENAT = 307;
  private static final int OPENAT2 = 327;
  private static final int OPEN_BY_HANDLE_AT = 337;
  private static final int ACCEPT4 = 389;
  private static final byte[] ABSENT = "<NA>".getBytes(StandardCharsets.US_ASCII);

  private final ParameterPaths paths = new ParameterPaths();
  private final SocketText sockets = new SocketText();
  private final Text scratch = new Text(256);

  /** The name, or null when the event is not about a descriptor. */
  @Nullable Text of(CurrentEvent current) {
    Descriptor descriptor = current.descriptor();
    if (descriptor != null) {
      return descriptor.name();
    }
    return ofCall(current, false);
  }

  /** The path as it was given, or null when the event is not about a descriptor. */
  @Nullable Text rawOf(CurrentEvent current) {
    Descriptor descriptor = current.descriptor();
    return descriptor != null ? descriptor.rawName() : ofCall(current, true);
  }

  /** What the call itself names, or null when it is not about a descriptor. */
  @Nullable Text ofCall(CurrentEvent current, boolean raw) {
    ThreadEntry thread = current.thread();
    Event event = current.event();
    if (thread == null || !current.aboutDescriptor() || !event.row().exit()) {
      return null;
    }
    switch (event.code()) {
      case OPEN, CREAT -> path(event, 1, thread, raw);
      case OPENAT, OPENAT2 -> path(event, 2, thread, raw);
      case OPEN_BY_HANDLE_AT -> path(event, 3, thread, true);
      case CONNECT, ACCEPT, ACCEPT4 -> sockets.write(event, 1, scratch);
      default -> scratch.clear();
    }
    return scratch;
  }

  private void path(Event event, int index, ThreadEntry thread, boolean raw) {
    if (event.textLength(index) == 0) {
      scratch.clear().append(ABSENT);
    } else if (raw) {
      scratch.set(event.bytes(), event.offset(index), event.textLength(index));
    } else {
      paths.join(event, index, thread, scratch);
    }
  }
}
