// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.table.Parameter;
import io.eyrie.syscall.table.ParameterType;
import java.nio.charset.StandardCharsets;

/**
 * Makes the path in a parameter absolute, by the directory that the call starts at: the thread's,
 * or that of the descriptor in another parameter.
 */
public final class ParameterPaths {

  /** What stands for the working directory in place of a descriptor. */
  public static final int AT_FDCWD = -100;

  private static final byte[] UNKNOWN = "<UNKNOWN>".getBytes(StandardCharsets.US_ASCII);

  private final Text base = new Text(256);

  /**
   * Writes the joined path of a parameter of type {@code fspath} or {@code fsrelpath}; an unknown
   * descriptor starts at {@code <UNKNOWN>}, which is joined without a slash.
   *
   * @param into empty when the parameter is not available
   */
  public void join(Event event, int parameter, ThreadEntry thread, Text into) {
    join(event, parameter, directory(event, parameter, thread, true), into);
  }

  /**
   * As {@link #join(Event, int, ThreadEntry, Text)}, but an unknown descriptor starts at nothing:
   * as {@code evt.args} shows it.
   */
  public void joinShown(Event event, int parameter, ThreadEntry thread, Text into) {
    join(event, parameter, directory(event, parameter, thread, false), into);
  }

  private static void join(Event event, int parameter, Text directory, Text into) {
    PathJoin.join(
        directory, event.bytes(), event.offset(parameter), event.textLength(parameter), into);
  }

  private Text directory(Event event, int index, ThreadEntry thread, boolean marked) {
    Parameter parameter = event.row().parameter(index);
    if (parameter.type() != ParameterType.FSRELPATH || !event.has(parameter.directory())) {
      return thread.cwd();
    }
    long fd = event.signed(parameter.directory());
    if (fd == AT_FDCWD) {
      return thread.cwd();
    }
    base.clear();
    Descriptor descriptor = thread.descriptors().get(fd);
    if (descriptor != null && !descriptor.name().isEmpty()) {
      return base.append(descriptor.name()).append('/');
    }
    return marked ? base.append(UNKNOWN) : base;
  }
}
