// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.jsonlog.feed.RecordFeed;
import io.eyrie.jsonlog.record.Mark;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The input that is being read: a file from where its cursor points to, or standard input.
 *
 * @param name for messages
 * @param reader at the cursor
 * @param file null for standard input
 * @param cursor where reading began; null for standard input
 * @param standardInput null for files
 */
record OpenInput(
    String name,
    RecordReader reader,
    @Nullable InputFile file,
    @Nullable FileCursor cursor,
    @Nullable StandardInput standardInput) {

  /**
   * Opens a file where its cursor points to; empty when it holds something else than the cursor is
   * about, or has another name now.
   */
  static Optional<OpenInput> file(InputFile file, FileCursor cursor, RecordFeed feed, int largest)
      throws IOException {
    RecordReader reader = feed.open(file.open(), cursor.mark(), largest).orElse(null);
    if (reader == null) {
      return Optional.empty();
    }
    if (!file.isThere()) {
      reader.close();
      return Optional.empty();
    }
    FileCursor from =
        cursor.mark().headLength() == 0 ? cursor.at(reader.beginning(), file) : cursor;
    return Optional.of(new OpenInput(file.path().toString(), reader, file, from, null));
  }

  /** Takes standard input from here to its end. */
  static OpenInput standard(StandardInput in, RecordFeed feed, int largest) throws IOException {
    RecordReader reader =
        feed.open(in, Mark.BEGIN, largest)
            .orElseThrow(() -> new IOException("standard input is closed"));
    return new OpenInput("standard input", reader, null, null, in);
  }

  /** What events carry as their partition. */
  String eventPartition() {
    return cursor == null ? FileInputs.STANDARD_INPUT : cursor.name();
  }

  /** When the input was written, nanoseconds since the epoch; of standard input: now. */
  long written() {
    return TimeUnit.MILLISECONDS.toNanos(
        file == null ? System.currentTimeMillis() : file.modified());
  }

  /** Whether nothing was read of it before. */
  boolean fresh() {
    return begun() == 0;
  }

  /** How many bytes of it were read before. */
  long begun() {
    return cursor == null ? 0 : cursor.mark().offset();
  }
}
