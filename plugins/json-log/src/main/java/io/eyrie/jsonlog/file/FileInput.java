// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.RecordFeed;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Goes through files and standard input, one at a time, and hands each record to the feed.
 *
 * <p>A finite instance lists its inputs once, reads them and standard input, if asked to, last. A
 * following one lists them again and again; a file whose end was reached is opened again when its
 * size or time has changed. The unfinished end of a followed file waits for the rest, and is
 * counted as malformed when none has come for a while.
 */
final class FileInput implements Input {

  private static final int BATCH_RECORDS = 500;
  private static final long BATCH_NANOS = 10_000_000;
  private static final long LONGEST_WAIT_MILLIS = 100;

  /** How many listings an unfinished end may stay as it is. */
  private static final int PATIENCE_LISTINGS = 10;

  private final RecordFeed feed;
  private final SourceContext context;
  private final int largestRecord;
  private final boolean follow;
  private final long intervalNanos;
  private final InputFiles files;

  private final FileCursors cursors;
  private final Rotation rotation;
  private final KeptFiles kept = new KeptFiles();
  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final ArrayDeque<InputFile> waiting = new ArrayDeque<>();
  private final List<InputFiles.Problem> unreported = new ArrayList<>();
  private final LongAdder bytesRead;

  /** The sizes of the files in {@code waiting} together. */
  private long queuedBytes;

  private volatile long bytesWaiting;

  /** The paths that were listed last. */
  private Set<String> listed = Set.of();

  /** What was listed last, until it is looked at. */
  private List<InputFile> news = List.of();

  private boolean standardInputWaits;
  private long nextListing;
  private long ticket;
  private @Nullable OpenInput current;
  private long countedBytes;

  FileInput(
      RecordFeed feed,
      List<String> inputs,
      boolean follow,
      Duration interval,
      int largestRecord,
      SourceContext context)
      throws PluginException {
    this.feed = feed;
    this.context = context;
    this.largestRecord = largestRecord;
    this.follow = follow;
    this.intervalNanos = interval.toNanos();
    this.cursors = new FileCursors(context.positions());
    this.rotation =
        new Rotation(
            (file, cursor) -> OpenInput.file(file, cursor, feed, largestRecord),
            path -> listed.contains(path));
    this.standardInputWaits = inputs.contains(FileInputs.STANDARD_INPUT);
    this.files =
        new InputFiles(
            inputs.stream().filter(input -> !input.equals(FileInputs.STANDARD_INPUT)).toList());
    this.bytesRead =
        context.metrics().counter("bytes_read", "Bytes of input read, after decompression.");
    context
        .metrics()
        .gauge(
            "bytes_waiting",
            "Bytes of the files that are still to be read, as they are on disk; a grown file counts"
                + " whole until it is opened.",
            () -> bytesWaiting);
    this.nextListing = System.nanoTime();
    if (!follow) {
      listOnce();
    }
  }

  private void listOnce() throws PluginException {
    InputFiles.Listing listing = list();
    if (listing.files().isEmpty() && !standardInputWaits) {
      throw PluginException.user("input.unreadable", text(listing.problems()));
    }
    listing.files().forEach(this::queue);
    unreported.addAll(listing.problems());
  }

  private InputFiles.Listing list() {
    InputFiles.Listing listing = files.list();
    news = listing.files();
    listed = news.stream().map(InputFile::partition).collect(Collectors.toSet());
    return listing;
  }

  private void queue(InputFile file) {
    waiting.add(file);
    counted(file);
  }

  private void counted(InputFile file) {
    queuedBytes += file.size();
    bytesWaiting = queuedBytes;
  }

  private static String text(List<InputFiles.Problem> problems) {
    return problems.stream().map(InputFiles.Problem::toString).collect(Collectors.joining("; "));
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    for (InputFiles.Problem problem : unreported) {
      sink.malformed("unreadable_input", problem.place(), problem.reason());
    }
    unreported.clear();
    knowAgain(sink);
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

  /** Takes over what is known of files that have other names now. */
  private void knowAgain(EventSink sink) {
    List<Position> renamed = cursors.renamed(news);
    news = List.of();
    renamed.forEach(position -> sink.checkpoint(++ticket, position));
  }

  /** Opens the next input that has something to read; null when there is none. */
  private @Nullable OpenInput open(EventSink sink) {
    while (current == null) {
      InputFile file = waiting.poll();
      if (file == null) {
        break;
      }
      queuedBytes -= file.size();
      bytesWaiting = queuedBytes;
      FileCursor cursor = cursors.of(file);
      if (cursor.upToDate(file) || cursors.inTheMaking(file)) {
        continue;
      }
      try {
        rotation.open(file, cursor, sink).ifPresent(input -> use(input, file, sink));
      } catch (IOException e) {
        // Of a followed file that has just been moved away, the next look finds what became of it.
        if (!follow || !(e instanceof NoSuchFileException)) {
          sink.malformed("unreadable_input", file.path().toString(), InputFiles.reason(e));
        }
      }
    }
    if (current == null && standardInputWaits) {
      standardInputWaits = false;
      try {
        current = OpenInput.standard(new StandardInput(System.in), feed, largestRecord);
      } catch (IOException e) {
        sink.malformed("unreadable_input", "standard input", InputFiles.reason(e));
      }
    }
    if (current != null) {
      countedBytes = current.begun();
      sink.partition(current.eventPartition());
    }
    return current;
  }

  /** Reads an input now; one that was opened for another file's path comes before that file. */
  private void use(OpenInput input, InputFile asked, EventSink sink) {
    current = input;
    FileCursor cursor = input.cursor();
    if (cursor == null) {
      return;
    }
    cursors.put(asked, cursor);
    if (!asked.equals(input.file())) {
      waiting.addFirst(asked);
      counted(asked);
    }
    if (input.fresh()) {
      // Which generation this is must be known before its first alert is.
      sink.checkpoint(++ticket, new Position(asked.partition(), cursor.format()));
    }
  }

  private Progress lookForMore(EventSink sink) throws InterruptedException {
    long now = System.nanoTime();
    if (now - nextListing < 0) {
      long millis = (nextListing - now) / 1_000_000 + 1;
      Thread.sleep(Math.min(millis, LONGEST_WAIT_MILLIS));
      return Progress.IDLE;
    }
    nextListing = now + intervalNanos;
    InputFiles.Listing listing = list();
    if (listing.problems().isEmpty()) {
      context.health().healthy();
    } else {
      context.health().degraded(text(listing.problems()));
    }
    knowAgain(sink);
    readNameless(listing, sink);
    for (InputFile file : listing.files()) {
      if (!cursors.of(file).upToDate(file)) {
        unfinished.remove(file.partition());
        queue(file);
      } else if (!unfinished.isEmpty()) {
        loseHope(file, sink);
      }
    }
    return waiting.isEmpty() ? Progress.IDLE : Progress.MORE;
  }

  /** What is left of a file that has no name any more comes before the file that has it now. */
  private void readNameless(InputFiles.Listing listing, EventSink sink) {
    Set<String> known = new HashSet<>(listed);
    for (InputFile file : kept.nameless(listing.files())) {
      FileCursor cursor = cursors.of(file);
      known.add(file.partition());
      if (!cursor.isOf(file)) {
        kept.drop(file);
      } else if (!cursor.upToDate(file)) {
        unfinished.remove(file.partition());
        queue(file);
      } else if (file.asked()) {
        loseHope(file, sink);
      }
    }
    unfinished
        .entrySet()
        .removeIf(end -> {
          boolean gone = !known.contains(end.getKey());
          if (gone) {
            end.getValue().tell(sink);
          }
          return gone;
        });
  }

  /** Reports the unfinished end of a file that has stayed as it is for long. */
  private void loseHope(InputFile file, EventSink sink) {
    unfinished.computeIfPresent(
        file.partition(),
        (_, end) -> {
          if (end.listings() < PATIENCE_LISTINGS) {
            return new Unfinished(end.kind(), end.place(), end.reason(), end.listings() + 1);
          }
          end.tell(sink);
          return null;
        });
  }

  private void read(OpenInput input, EventSink sink) throws IOException {
    RecordReader reader = input.reader();
    long begun = System.nanoTime();
    int records = 0;
    while (records < BATCH_RECORDS) {
      switch (reader.next()) {
        case RECORD -> feed.judge(reader, input.name(), input.written(), sink);
        case OVERSIZED ->
            sink.malformed(
                "too_large",
                RecordFeed.place(reader, input.name(), 0),
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
                  RecordFeed.place(reader, input.name(), 0),
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
    checkpoint(input, false, sink);
  }

  private void count(RecordReader reader) {
    OpenInput input = current;
    InputFile file = input == null ? null : input.file();
    bytesWaiting = queuedBytes + (file == null ? 0 : Math.max(0, file.size() - reader.bytesRead()));
    bytesRead.add(reader.bytesRead() - countedBytes);
    countedBytes = reader.bytesRead();
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
              RecordFeed.place(reader, input.name(), 0),
              "the compressed file is cut short; what could be decompressed was read",
              0);
    } else if (reader.corruptCompression()) {
      missing =
          new Unfinished(
              "corrupt_gzip",
              RecordFeed.place(reader, input.name(), 0),
              "the compressed data is damaged; what could be decompressed before was read",
              0);
    }
    if (missing != null) {
      if (follow && file != null && file.asked()) {
        unfinished.put(file.partition(), missing);
      } else {
        missing.tell(sink);
      }
    }
    checkpoint(input, true, sink);
    leave(input);
  }

  private void checkpoint(OpenInput input, boolean finished, EventSink sink) {
    InputFile file = input.file();
    FileCursor begun = input.cursor();
    if (file == null || begun == null) {
      sink.checkpoint(++ticket);
      return;
    }
    FileCursor here =
        finished
            ? begun.finished(input.reader().position(), file)
            : begun.at(input.reader().position(), file);
    cursors.put(file, here);
    sink.checkpoint(++ticket, new Position(file.partition(), here.format()));
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
    kept.close();
  }

  /**
   * The end of an input that something is missing from.
   *
   * @param listings how often the file was seen unchanged since
   */
  private record Unfinished(String kind, String place, String reason, int listings) {

    void tell(EventSink sink) {
      sink.malformed(kind, place, reason);
    }
  }
}
