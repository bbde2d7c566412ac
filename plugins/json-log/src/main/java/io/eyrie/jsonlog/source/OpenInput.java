// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.jsonlog.record.Mark;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input that is being read: a file from where its cursor points to, or standard input.
 *
 * @param name for messages
 * @param reader at the cursor
 * @param file null for standard input
 * @param cursor where reading began; its generation is that of the file now
 * @param standardInput null for files
 */
record OpenInput(
    String name,
    RecordReader reader,
    @Nullable InputFile file,
    FileCursor cursor,
    @Nullable StandardInput standardInput) {

  /** Opens a file where its cursor points to, or at its beginning when it is another file now. */
  static OpenInput file(InputFile file, FileCursor cursor, List<String> wrappers, int largest)
      throws IOException {
    Optional<RecordReader> continued =
        RecordReader.open(Files.newInputStream(file.path()), cursor.mark(), wrappers, largest);
    if (continued.isPresent()) {
      return new OpenInput(file.path().toString(), continued.get(), file, cursor, null);
    }
    FileCursor anew = cursor.replaced();
    RecordReader reader =
        RecordReader.open(Files.newInputStream(file.path()), anew.mark(), wrappers, largest)
            .orElseThrow(() -> new IOException("it vanished while it was opened"));
    return new OpenInput(file.path().toString(), reader, file, anew, null);
  }

  /** Takes standard input from here to its end. */
  static OpenInput standard(StandardInput in, List<String> wrappers, int largest)
      throws IOException {
    RecordReader reader =
        RecordReader.open(in, Mark.BEGIN, wrappers, largest)
            .orElseThrow(() -> new IOException("standard input is closed"));
    return new OpenInput("standard input", reader, null, FileCursor.NEW, in);
  }

  /** What events carry as their partition. */
  String eventPartition() {
    return file == null ? JsonLog.STANDARD_INPUT : cursor.eventPartition(file.partition());
  }
}
