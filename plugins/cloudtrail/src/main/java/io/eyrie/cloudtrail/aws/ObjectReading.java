// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.source.EventSink;
import io.eyrie.jsonlog.feed.RecordFeed;
import io.eyrie.jsonlog.record.Mark;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Goes through the records of a downloaded object, in as many steps as it takes; its events are
 * told apart by their offsets in it. For the worker thread.
 */
final class ObjectReading implements AutoCloseable {

  private static final int BATCH_RECORDS = 500;

  private final String name;
  private final long written;
  private final int largestRecord;
  private final RecordReader reader;
  private final RecordFeed feed;

  private ObjectReading(
      String name, long written, int largestRecord, RecordReader reader, RecordFeed feed) {
    this.name = name;
    this.written = written;
    this.largestRecord = largestRecord;
    this.reader = reader;
    this.feed = feed;
  }

  /** Opens an object at its beginning. */
  static ObjectReading open(
      ObjectName name, Download.Done object, int largestRecord, RecordFeed feed)
      throws IOException {
    RecordReader reader =
        feed.open(object.content().open(), Mark.BEGIN, largestRecord)
            .orElseThrow(() -> new IOException("an object has a beginning"));
    return new ObjectReading(
        name.toString(),
        TimeUnit.MILLISECONDS.toNanos(object.modifiedMillis()),
        largestRecord,
        reader,
        feed);
  }

  /** Its address. */
  String name() {
    return name;
  }

  /**
   * Judges some of its records.
   *
   * @param deadline by {@link System#nanoTime}, when to return at the latest
   * @param bytesRead counts bytes after decompression
   * @return whether that was the end of it
   */
  boolean step(EventSink sink, long deadline, LongAdder bytesRead) throws IOException {
    long before = reader.bytesRead();
    sink.partition(name);
    try {
      for (int records = 0; records < BATCH_RECORDS; records++) {
        switch (reader.next()) {
          case RECORD -> feed.judge(reader, name, written, sink);
          case OVERSIZED ->
              sink.malformed(
                  "too_large",
                  place(),
                  "the record is larger than " + largestRecord + " bytes (max_record_size)");
          case END -> {
            tellDamage(sink);
            return true;
          }
          case UNFINISHED -> {
            if (!tellDamage(sink)) {
              sink.malformed(
                  "unfinished", place(), "the object ends inside a record or an array of records");
            }
            return true;
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          break;
        }
      }
      return false;
    } finally {
      bytesRead.add(reader.bytesRead() - before);
    }
  }

  private boolean tellDamage(EventSink sink) {
    if (reader.truncatedCompression()) {
      sink.malformed(
          "truncated_gzip",
          place(),
          "the compressed object is cut short; what could be decompressed was read");
    } else if (reader.corruptCompression()) {
      sink.malformed(
          "corrupt_gzip",
          place(),
          "the compressed data is damaged; what could be decompressed before was read");
    } else {
      return false;
    }
    return true;
  }

  private String place() {
    return RecordFeed.place(reader, name, 0);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException _) {
      // It was only read.
    }
  }
}
