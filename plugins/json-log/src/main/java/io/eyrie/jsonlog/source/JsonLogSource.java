// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.field.CurrentRecord;
import io.eyrie.jsonlog.field.FieldExtraction;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Projector;
import io.eyrie.jsonlog.projection.Slots;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running instance: goes through the inputs, one file at a time, and hands each record to the
 * sink.
 *
 * <p>A finite instance lists its inputs once, reads them and standard input, if asked to, last. A
 * following one lists them again and again; a file whose end was reached is opened again when its
 * size or time has changed. The unfinished end of a followed file waits for the rest, and is
 * counted as malformed when none has come for a while.
 */
final class JsonLogSource implements Source {

  private static final int BATCH_RECORDS = 500;
  private static final long BATCH_NANOS = 10_000_000;
  private static final long LONGEST_WAIT_MILLIS = 100;

  /** How many listings an unfinished end may stay as it is. */
  private static final int PATIENCE_LISTINGS = 10;

  private final JsonLog log;
  private final SourceContext context;
  private final int largestRecord;
  private final boolean follow;
  private final long intervalNanos;
  private final InputFiles files;

  private final Map<String, FileCursor> cursors = new HashMap<>();
  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final ArrayDeque<InputFile> waiting = new ArrayDeque<>();
  private final List<InputFiles.Problem> unreported = new ArrayList<>();
  private final CurrentRecord record = new CurrentRecord();
  private final FieldExtraction timeOnly;
  private final LongAdder recordsRead;
  private final LongAdder bytesRead;

  private boolean standardInputWaits;
  private long nextListing;
  private long ticket;
  private @Nullable OpenInput current;
  private long countedBytes;

  JsonLogSource(
      JsonLog log,
      List<String> inputs,
      boolean follow,
      Duration interval,
      int largestRecord,
      SourceContext context)
      throws PluginException {
    this.log = log;
    this.context = context;
    this.largestRecord = largestRecord;
    this.follow = follow;
    this.intervalNanos = interval.toNanos();
    this.standardInputWaits = inputs.contains(JsonLog.STANDARD_INPUT);
    this.files =
        new InputFiles(
            inputs.stream().filter(input -> !input.equals(JsonLog.STANDARD_INPUT)).toList());
    this.recordsRead = context.metrics().counter("records_read", "Records found in the input.");
    this.bytesRead =
        context.metrics().counter("bytes_read", "Bytes of input read, after decompression.");
    this.timeOnly = bindFields(Demand.of(List.of(), 0, new BitSet()));
    this.nextListing = System.nanoTime();
    if (!follow) {
      listOnce();
    }
  }

  private void listOnce() throws PluginException {
    InputFiles.Listing listing = files.list();
    if (listing.files().isEmpty() && !standardInputWaits) {
      throw PluginException.user("input.unreadable", text(listing.problems()));
    }
    waiting.addAll(listing.files());
    unreported.addAll(listing.problems());
  }

  private static String text(List<InputFiles.Problem> problems) {
    return problems.stream().map(InputFiles.Problem::toString).collect(Collectors.joining("; "));
  }

  @Override
  public Extraction bind(Demand demand) throws PluginException {
    return bindFields(demand);
  }

  private FieldExtraction bindFields(Demand demand) throws PluginException {
    return log.fields().bind(demand, List.of(log.time()), record);
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    for (InputFiles.Problem problem : unreported) {
      sink.malformed("unreadable_input", problem.place(), problem.reason());
    }
    unreported.clear();
    OpenInput input = current;
    if (input == null) {
      input = open(sink);
    }
    if (input == null) {
      return follow ? lookForMore(sink) : Progress.END;
    }
    StandardInput standard = input.standardInput();
    if (standard != null && !input.reader().buffered() && !standard.await(LONGEST_WAIT_MILLIS)) {
      return Progress.IDLE;
    }
    try {
      read(input, sink);
    } catch (IOException e) {
      sink.malformed("unreadable_input", input.name(), InputFiles.reason(e));
      leave(input);
    }
    return Progress.MORE;
  }

  /** Opens the next input that has something to read; null when there is none. */
  private @Nullable OpenInput open(EventSink sink) {
    while (current == null) {
      InputFile file = waiting.poll();
      if (file == null) {
        break;
      }
      FileCursor cursor = cursor(file);
      if (cursor.upToDate(file)) {
        continue;
      }
      try {
        current = OpenInput.file(file, cursor, log.wrappers(), largestRecord);
        cursors.put(file.partition(), current.cursor());
      } catch (IOException e) {
        sink.malformed("unreadable_input", file.path().toString(), InputFiles.reason(e));
      }
    }
    if (current == null && standardInputWaits) {
      standardInputWaits = false;
      try {
        current = OpenInput.standard(new StandardInput(System.in), log.wrappers(), largestRecord);
      } catch (IOException e) {
        sink.malformed("unreadable_input", "standard input", InputFiles.reason(e));
      }
    }
    if (current != null) {
      countedBytes = current.cursor().mark().offset();
      sink.partition(current.eventPartition());
    }
    return current;
  }

  private FileCursor cursor(InputFile file) {
    FileCursor known = cursors.get(file.partition());
    if (known == null) {
      known =
          context
              .positions()
              .cursor(file.partition())
              .flatMap(FileCursor::parse)
              .orElse(FileCursor.NEW);
      cursors.put(file.partition(), known);
    }
    return known;
  }

  private Progress lookForMore(EventSink sink) throws InterruptedException {
    long now = System.nanoTime();
    if (now - nextListing < 0) {
      long millis = (nextListing - now) / 1_000_000 + 1;
      Thread.sleep(Math.min(millis, LONGEST_WAIT_MILLIS));
      return Progress.IDLE;
    }
    nextListing = now + intervalNanos;
    InputFiles.Listing listing = files.list();
    if (listing.problems().isEmpty()) {
      context.health().healthy();
    } else {
      context.health().degraded(text(listing.problems()));
    }
    for (InputFile file : listing.files()) {
      if (!cursor(file).upToDate(file)) {
        unfinished.remove(file.partition());
        waiting.add(file);
      } else if (!unfinished.isEmpty()) {
        loseHope(file, sink);
      }
    }
    return waiting.isEmpty() ? Progress.IDLE : Progress.MORE;
  }

  /** Reports the unfinished end of a file that has stayed as it is for long. */
  private void loseHope(InputFile file, EventSink sink) {
    unfinished.computeIfPresent(
        file.partition(),
        (_, end) -> {
          if (end.listings() < PATIENCE_LISTINGS) {
            return new Unfinished(end.kind(), end.place(), end.reason(), end.listings() + 1);
          }
          sink.malformed(end.kind(), end.place(), end.reason());
          return null;
        });
  }

  private void read(OpenInput input, EventSink sink) throws IOException {
    RecordReader reader = input.reader();
    long begun = System.nanoTime();
    int records = 0;
    while (records < BATCH_RECORDS) {
      switch (reader.next()) {
        case RECORD -> {
          recordsRead.increment();
          judge(input, sink);
        }
        case OVERSIZED ->
            sink.malformed(
                "too_large",
                place(input, reader.recordLine(), reader.recordOffset()),
                "the record is larger than " + largestRecord + " bytes (max_record_size)");
        case END -> {
          finish(input, null, sink);
          return;
        }
        case UNFINISHED -> {
          finish(
              input,
              new Unfinished(
                  "unfinished",
                  place(input, reader.recordLine(), reader.recordOffset()),
                  "the input ends inside a record or an array of records",
                  0),
              sink);
          return;
        }
      }
      records++;
      if (System.nanoTime() - begun >= BATCH_NANOS) {
        break;
      }
    }
    count(reader);
    FileCursor here = input.cursor().at(reader.position());
    checkpoint(input, here, sink);
  }

  private void count(RecordReader reader) {
    bytesRead.add(reader.bytesRead() - countedBytes);
    countedBytes = reader.bytesRead();
  }

  private void judge(OpenInput input, EventSink sink) {
    RecordReader reader = input.reader();
    record.next(reader.array(), reader.offset(), reader.length());
    FieldExtraction asked = record.asked();
    FieldExtraction extraction = asked == null ? timeOnly : asked;
    Projector projector = extraction.projector();
    Projector.Problem problem = extraction.project();
    if (problem != null) {
      int at = projector.problemOffset();
      sink.malformed(
          problem.code(),
          place(input, reader.lineOf(at), reader.recordOffset() + at),
          problem.reason());
      return;
    }
    Slots slots = projector.slots();
    int slot = projector.slot(0);
    long nanos =
        slots.kind(slot) == JsonKind.STRING ? RecordTime.nanos(slots.text(slot)) : RecordTime.NONE;
    if (nanos == RecordTime.NONE) {
      sink.malformed(
          "no_event_time",
          place(input, reader.recordLine(), reader.recordOffset()),
          "the record has no "
              + String.join(".", log.time().keys())
              + " of a form such as 2026-01-31T12:00:00Z");
      return;
    }
    record.timeNanos(nanos);
    sink.accept(0, nanos, reader.recordOffset());
  }

  private static String place(OpenInput input, long line, long offset) {
    return input.name() + ":" + line + " (byte " + offset + ")";
  }

  private void finish(OpenInput input, @Nullable Unfinished end, EventSink sink)
      throws IOException {
    RecordReader reader = input.reader();
    count(reader);
    InputFile file = input.file();
    Unfinished missing = end;
    if (reader.truncatedCompression()) {
      missing =
          new Unfinished(
              "truncated_gzip",
              place(input, reader.recordLine(), reader.recordOffset()),
              "the compressed file is cut short; what could be decompressed was read",
              0);
    } else if (reader.corruptCompression()) {
      missing =
          new Unfinished(
              "corrupt_gzip",
              place(input, reader.recordLine(), reader.recordOffset()),
              "the compressed data is damaged; what could be decompressed before was read",
              0);
    }
    if (missing != null) {
      if (follow && file != null) {
        unfinished.put(file.partition(), missing);
      } else {
        sink.malformed(missing.kind(), missing.place(), missing.reason());
      }
    }
    if (file != null) {
      checkpoint(input, input.cursor().finished(reader.position(), file), sink);
    } else {
      sink.checkpoint(++ticket);
    }
    leave(input);
  }

  private void checkpoint(OpenInput input, FileCursor cursor, EventSink sink) {
    InputFile file = input.file();
    if (file == null) {
      sink.checkpoint(++ticket);
      return;
    }
    cursors.put(file.partition(), cursor);
    sink.checkpoint(++ticket, new Position(file.partition(), cursor.format()));
  }

  private void leave(OpenInput input) {
    current = null;
    try {
      input.reader().close();
    } catch (IOException e) {
      context.health().degraded(input.name() + ": " + InputFiles.reason(e));
    }
  }

  @Override
  public void close() {
    OpenInput input = current;
    if (input != null) {
      leave(input);
    }
  }

  /**
   * The end of an input that something is missing from.
   *
   * @param listings how often the file was seen unchanged since
   */
  private record Unfinished(String kind, String place, String reason, int listings) {}
}
