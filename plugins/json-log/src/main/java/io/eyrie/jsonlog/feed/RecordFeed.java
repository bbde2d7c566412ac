// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.field.CurrentRecord;
import io.eyrie.jsonlog.field.FieldExtraction;
import io.eyrie.jsonlog.field.FieldTable;
import io.eyrie.jsonlog.field.InstanceFacts;
import io.eyrie.jsonlog.field.RecordMemory;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.JsonPath;
import io.eyrie.jsonlog.projection.Projector;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import io.eyrie.jsonlog.record.Mark;
import io.eyrie.jsonlog.record.Recogniser;
import io.eyrie.jsonlog.record.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the records of one instance: finds the real record within its envelope, its time and its
 * identity, shows it to the memory and hands it to the sink. For the instance's worker thread.
 */
public final class RecordFeed implements Recogniser {

  /** What a partition may have at most. */
  private static final int LONGEST_IDENTITY = 4096;

  private static final int KEPT_INNER = 1 << 20;

  private static final long SECOND = 1_000_000_000L;

  private static final int EVENT = 0;
  private static final int MALFORMED = 1;
  private static final int KNOWN = 2;

  private final RecordShape shape;
  private final FieldTable fields;
  private final InstanceFacts facts;
  private final List<JsonPath> always;
  private final int firstEmbedded;
  private final int firstIdentity;
  private final int firstRemembered;
  private final CurrentRecord record = new CurrentRecord();
  private final FieldExtraction unasked;
  private final LongAdder recordsRead;

  /** The time of the event that was judged last, for whoever reads the metrics. */
  private final AtomicLong newest = new AtomicLong();

  private @Nullable FieldExtraction slotsOf;
  private int[] slotOf = {};
  private int[] remembered = {};
  private byte[] inner = {};

  /** The time of the envelope around the current record; none without an envelope. */
  private long envelopeTime = RecordTime.NONE;

  /**
   * Prepares for the records of an instance.
   *
   * @throws PluginException if the fields can't be bound
   */
  public RecordFeed(
      RecordShape shape, FieldTable fields, InstanceFacts facts, SourceContext context)
      throws PluginException {
    this.shape = shape;
    this.fields = fields;
    this.facts = facts;
    this.always = new ArrayList<>(shape.times());
    this.firstEmbedded = always.size();
    always.addAll(shape.embedded());
    this.firstIdentity = always.size();
    always.addAll(shape.identity());
    this.firstRemembered = always.size();
    RecordMemory memory = facts.memory();
    if (memory != null) {
      Arrays.stream(memory.pointers()).map(JsonPath::of).forEach(always::add);
    }
    this.recordsRead = context.metrics().counter("records_read", "Records found in the input.");
    context
        .metrics()
        .gauge(
            "last_record_time_seconds",
            "Time of the record that was judged last, seconds since the epoch; 0 before the first.",
            () -> newest.get() / SECOND);
    this.unasked = bind(Demand.of(List.of(), 0, new BitSet()));
  }

  /** Prepares the extraction of what the rules need. */
  public FieldExtraction bind(Demand demand) throws PluginException {
    return fields.bind(demand, always, shape.wrappers(), facts, record);
  }

  /**
   * Opens an input whose records this feed will judge, at a mark that an earlier reader left.
   *
   * @param largestRecord in bytes, at least 1; a larger record is skipped
   * @return empty when the input is another one now, or is shorter than the mark
   */
  public Optional<RecordReader> open(InputStream raw, Mark from, int largestRecord)
      throws IOException {
    return RecordReader.open(raw, from, shape.wrappers(), largestRecord, this);
  }

  @Override
  public int end(byte[] bytes, int from, int to, boolean mayWrap) {
    return current().recognise(bytes, from, to, mayWrap);
  }

  @Override
  public int lastLineFeed() {
    return current().projector().lastLineFeed();
  }

  /** The extraction that reads records for this feed as well as for the rules. */
  private FieldExtraction current() {
    FieldExtraction asked = record.asked();
    return asked == null ? unasked : asked;
  }

  /**
   * Judges the record at which a reader stands; its offset is the event's, in the sink's current
   * partition.
   *
   * @param input the name of what is read, for messages
   * @param received when it was written or received, nanoseconds since the epoch, for records
   *     without a time of their own; {@link RecordTime#NONE} when that is not known
   * @return whether it was an event
   */
  public boolean judge(RecordReader reader, String input, long received, EventSink sink) {
    Slots slots = open(reader, input, sink);
    long nanos = slots == null ? RecordTime.NONE : time(slots, received, reader, input, sink);
    if (slots == null || nanos == RecordTime.NONE) {
      return false;
    }
    accept(slots, nanos, reader.recordOffset(), sink);
    return true;
  }

  /**
   * Judges all records of a request or a page.
   *
   * @param input what the bytes are, for messages, such as {@code delivery 7}
   * @param id the partition of all its events, told apart by their offsets; null when each record
   *     has an identity of its own
   * @param received when it came, nanoseconds since the epoch
   */
  public Judged body(
      byte[] bytes, String input, @Nullable String id, long received, EventSink sink) {
    return all(bytes, input, id, received, _ -> true, sink);
  }

  /**
   * Judges those records of a page that were not judged before; each has an identity of its own.
   *
   * @param fresh says of an identity whether it is a new one
   */
  public Judged page(
      byte[] bytes, String input, long received, Predicate<String> fresh, EventSink sink) {
    return all(bytes, input, null, received, fresh, sink);
  }

  /**
   * The time of the event that was judged last, nanoseconds since the epoch; 0 before the first.
   */
  public long lastTime() {
    return newest.get();
  }

  /** Tells the time of the last event that was judged before a restart. */
  public void goesOnBehind(long nanos) {
    newest.set(nanos);
  }

  private Judged all(
      byte[] bytes,
      String input,
      @Nullable String id,
      long received,
      Predicate<String> fresh,
      EventSink sink) {
    int events = 0;
    int malformed = 0;
    if (id != null) {
      sink.partition(id);
    }
    try (RecordReader reader =
        open(new ByteArrayInputStream(bytes), Mark.BEGIN, Math.max(1, bytes.length))
            .orElseThrow()) {
      while (true) {
        switch (reader.next()) {
          case RECORD -> {
            int result =
                id == null
                    ? judgeByIdentity(reader, input, received, fresh, sink)
                    : judge(reader, input, received, sink) ? EVENT : MALFORMED;
            events += result == EVENT ? 1 : 0;
            malformed += result == MALFORMED ? 1 : 0;
          }
          case OVERSIZED, UNFINISHED -> {
            sink.malformed(
                "unfinished",
                place(reader, input, 0),
                "the input ends inside a record or an array of records");
            return new Judged(events, malformed + 1);
          }
          case END -> {
            return new Judged(events, malformed);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can't fail", e);
    }
  }

  private int judgeByIdentity(
      RecordReader reader, String input, long received, Predicate<String> fresh, EventSink sink) {
    Slots slots = open(reader, input, sink);
    long nanos = slots == null ? RecordTime.NONE : time(slots, received, reader, input, sink);
    if (slots == null || nanos == RecordTime.NONE) {
      return MALFORMED;
    }
    String identity = identity(slots, reader);
    if (!fresh.test(identity)) {
      return KNOWN;
    }
    sink.partition(identity);
    accept(slots, nanos, 0, sink);
    return EVENT;
  }

  private void accept(Slots slots, long nanos, long offset, EventSink sink) {
    record.timeNanos(nanos);
    newest.lazySet(nanos);
    RecordMemory memory = facts.memory();
    if (memory != null) {
      memory.observe(slots, remembered, nanos);
    }
    sink.accept(0, nanos, offset);
  }

  /** Reads the record, or the one in its envelope; null when that is none. */
  private @Nullable Slots open(RecordReader reader, String input, EventSink sink) {
    recordsRead.increment();
    envelopeTime = RecordTime.NONE;
    FieldExtraction extraction = current();
    if (slotsOf != extraction) {
      learn(extraction);
    }
    Projector projector = extraction.projector();
    Projector.Problem problem = null;
    if (!reader.recognised()) {
      record.next(reader.array(), reader.offset(), reader.length());
      problem = extraction.project();
    }
    if (problem != null) {
      int at = projector.problemOffset();
      sink.malformed(problem.code(), place(reader, input, at), problem.reason());
      return null;
    }
    Slots slots = projector.slots();
    for (int i = firstEmbedded; i < firstIdentity; i++) {
      if (holdsRecord(slots, slotOf[i])) {
        return openInner(extraction, slots.text(slotOf[i]), reader, input, sink);
      }
    }
    return slots;
  }

  private @Nullable Slots openInner(
      FieldExtraction extraction, Slice text, RecordReader reader, String input, EventSink sink) {
    int length = text.length();
    if (inner.length < length || inner.length > KEPT_INNER) {
      inner = new byte[Math.max(length, 4096)];
    }
    System.arraycopy(text.array(), text.offset(), inner, 0, length);
    Slots slots = extraction.projector().slots();
    long outer = firstTime(slots);
    record.next(inner, 0, length);
    Projector.Problem problem = extraction.project();
    if (problem != null) {
      sink.malformed(
          problem.code(), place(reader, input, 0), "in the envelope: " + problem.reason());
      return null;
    }
    envelopeTime = outer;
    return slots;
  }

  /** Whether an object stands there, or a text that begins as one does. */
  private static boolean holdsRecord(Slots slots, int slot) {
    JsonKind kind = slots.kind(slot);
    if (kind != JsonKind.STRING) {
      return kind == JsonKind.OBJECT;
    }
    Slice text = slots.text(slot);
    int at = text.offset();
    int end = at + text.length();
    while (at < end && text.array()[at] <= ' ') {
      at++;
    }
    return at < end && text.array()[at] == '{';
  }

  private void learn(FieldExtraction extraction) {
    Projector projector = extraction.projector();
    slotOf = new int[always.size()];
    for (int i = 0; i < slotOf.length; i++) {
      slotOf[i] = projector.slot(i);
    }
    remembered = Arrays.copyOfRange(slotOf, firstRemembered, slotOf.length);
    slotsOf = extraction;
  }

  private long firstTime(Slots slots) {
    for (int i = 0; i < firstEmbedded; i++) {
      int slot = slotOf[i];
      long nanos =
          switch (slots.kind(slot)) {
            case STRING -> RecordTime.nanos(slots.text(slot));
            case NUMBER -> RecordTime.sinceEpoch(slots.text(slot));
            case MISSING, NULL, TRUE, FALSE, OBJECT, ARRAY -> RecordTime.NONE;
          };
      if (nanos != RecordTime.NONE) {
        return nanos;
      }
    }
    return RecordTime.NONE;
  }

  private long time(Slots slots, long received, RecordReader reader, String input, EventSink sink) {
    long nanos = firstTime(slots);
    if (nanos == RecordTime.NONE) {
      nanos = envelopeTime;
    }
    if (nanos == RecordTime.NONE && shape.timeless()) {
      nanos = received;
    }
    if (nanos == RecordTime.NONE) {
      sink.malformed(
          "no_event_time",
          place(reader, input, 0),
          "the record has no "
              + shape.times().stream()
                  .map(path -> String.join(".", path.keys()))
                  .collect(Collectors.joining(" or "))
              + " of a form such as 2026-01-31T12:00:00Z");
    }
    return nanos;
  }

  private String identity(Slots slots, RecordReader reader) {
    StringBuilder text = new StringBuilder();
    for (int i = firstIdentity; i < firstRemembered; i++) {
      if (slots.present(slotOf[i])) {
        Slice part = slots.text(slotOf[i]);
        text.append(i == firstIdentity ? "" : "/")
            .append(new String(part.array(), part.offset(), part.length(), StandardCharsets.UTF_8));
      } else if (i == firstIdentity) {
        return digest(reader);
      }
    }
    return text.isEmpty() || text.length() > LONGEST_IDENTITY ? digest(reader) : text.toString();
  }

  private static String digest(RecordReader reader) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(reader.array(), reader.offset(), reader.length());
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The place of a byte of the current record, for messages.
   *
   * @param at the byte's index in the record
   */
  public static String place(RecordReader reader, String input, int at) {
    long line = at == 0 ? reader.recordLine() : reader.lineOf(at);
    return input + ":" + line + " (byte " + (reader.recordOffset() + at) + ")";
  }
}
