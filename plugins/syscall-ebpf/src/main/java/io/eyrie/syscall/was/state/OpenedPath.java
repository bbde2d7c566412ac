// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.RecordLayout;
import io.eyrie.syscall.event.Text;
import java.nio.charset.StandardCharsets;

/** Makes the path of an open-family call absolute, by the caller's directory at that moment. */
public final class OpenedPath {

  private static final int AT_FDCWD = -100;
  private static final byte[] ABSENT = "<NA>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNKNOWN = "<UNKNOWN>".getBytes(StandardCharsets.US_ASCII);

  private final Text base = new Text(256);

  /** Writes the path. */
  public void write(EventRecord record, ProcessEntry process, Text into) {
    if (record.has(RecordLayout.FLAG_PATH_ABSENT)) {
      into.clear().append(ABSENT);
      return;
    }
    base.clear();
    int from = record.pathOffset();
    int length = record.pathLength();
    if (length > 0 && record.bytes()[from] != '/') {
      start(record, process);
    }
    PathJoin.join(base, record.bytes(), from, length, into);
  }

  private void start(EventRecord record, ProcessEntry process) {
    if (record.dirfd() == AT_FDCWD) {
      base.append(process.directory().path());
      return;
    }
    Descriptor directory = process.descriptors().get(record.dirfd());
    if (directory == null || directory.name().isEmpty()) {
      base.append(UNKNOWN);
      return;
    }
    base.append(directory.name()).append('/');
  }
}
