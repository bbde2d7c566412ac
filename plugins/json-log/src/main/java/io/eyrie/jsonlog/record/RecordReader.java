// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import io.eyrie.jsonlog.record.Mark.Within;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one input into the byte ranges of its records.
 *
 * <p>Where a record may begin, a {@link Recogniser} is asked first. What it does not know, since it
 * is broken, or wraps records, or is not all in memory yet, is cut by braces, brackets and quotes
 * alone; whether such a range really is a record is for the JSON parser to say. In broken input the
 * reader looks for the place where the next record must begin, in this order:
 *
 * <ul>
 *   <li>an object that begins where none can (inside an object, not behind a colon) begins a new
 *       record, in an array of records, too;
 *   <li>so does an object at the very beginning of a line, except as an array's element in input
 *       that is not known to have a record per line;
 *   <li>a line feed ends a string, since JSON has none inside strings;
 *   <li>a closing bracket closes everything that was opened within its own pair;
 *   <li>anything else between records is a record of its own up to the end of its line.
 * </ul>
 *
 * <p>The current range stays in memory and unchanged until {@link #next()} is called again. Not
 * safe for several threads.
 */
public final class RecordReader implements AutoCloseable {

  private static final int INITIAL_BUFFER = 256 * 1024;

  private final ByteStream in;
  private final List<byte[]> wrapperKeys;
  private final int largestRecord;
  private final Head head;
  private final Recogniser recogniser;

  private byte[] buffer;
  private int position;
  private int limit;
  private boolean ended;

  /** The offset in the stream of the buffer's first byte. */
  private long base;

  private long line;
  private long lineStart;
  private Within within;
  private boolean lines;

  /** Where in the buffer the current range begins, or -1 between ranges. */
  private int start = -1;

  private int end;
  private boolean oversized;
  private long rangeOffset;
  private long rangeLine;
  private boolean rangeOnOneLine;
  private boolean recognised;

  /** Those that are open in the current range. */
  private final Brackets brackets = new Brackets();

  /** Whether a line feed stood in a string of the current range. */
  private boolean broken;

  private long markOffset;
  private long markLine;
  private Within markWithin;

  private RecordReader(
      ByteStream in,
      Head head,
      byte[] first,
      Mark from,
      List<String> wrapperKeys,
      int largestRecord,
      Recogniser recogniser) {
    this.recogniser = recogniser;
    this.in = in;
    this.head = head;
    this.wrapperKeys =
        wrapperKeys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    this.largestRecord = largestRecord;
    int unread = (int) Math.max(0, first.length - from.offset());
    this.buffer = new byte[Math.max(unread, Math.min(INITIAL_BUFFER, largestRecord + 1))];
    System.arraycopy(first, first.length - unread, buffer, 0, unread);
    this.limit = unread;
    this.base = from.offset();
    this.line = from.line();
    this.lineStart = from.offset();
    this.within = from.within();
    this.lines = from.lines();
    this.markOffset = from.offset();
    this.markLine = from.line();
    this.markWithin = from.within();
  }

  /**
   * Opens an input at a mark that an earlier reader left.
   *
   * @param wrapperKeys keys of the arrays of records in a wrapping object, such as {@code Records}
   * @param largestRecord in bytes, at least 1; a larger record is skipped
   * @param recogniser knows whole and sound records
   * @return empty when the input is another one now, or is shorter than the mark
   */
  public static Optional<RecordReader> open(
      InputStream raw,
      Mark from,
      List<String> wrapperKeys,
      int largestRecord,
      Recogniser recogniser)
      throws IOException {
    ByteStream in = ByteStream.open(raw);
    try {
      Head head = new Head();
      byte[] first = new byte[from.headLength()];
      int read = in.readFully(first);
      head.add(first, 0, read);
      if (read < first.length
          || head.checksum(read) != from.headChecksum()
          || !in.skip(Math.max(0, from.offset() - read))) {
        in.close();
        return Optional.empty();
      }
      return Optional.of(
          new RecordReader(in, head, first, from, wrapperKeys, largestRecord, recogniser));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Goes on to the next record. */
  public Step next() throws IOException {
    while (true) {
      start = -1;
      oversized = false;
      if (position == limit && !refill()) {
        return finished();
      }
      byte b = buffer[position];
      if (b == '\n') {
        if (rangeOnOneLine && within == Within.TOP) {
          lines = true;
        }
        rangeOnOneLine = false;
        position++;
        newLine(position);
      } else if (b == ' ' || b == '\r' || b == '\t') {
        position++;
      } else {
        boolean found =
            switch (within) {
              case TOP -> top(b);
              case ARRAY, WRAPPED_ARRAY -> element(b);
              case WRAPPER -> wrapperEnd();
            };
        if (found) {
          return finish();
        }
        if (start >= 0) {
          return Step.UNFINISHED;
        }
      }
    }
  }

  private Step finished() {
    rangeOffset = base + position;
    rangeLine = line;
    if (within == Within.TOP) {
      mark();
      return Step.END;
    }
    return Step.UNFINISHED;
  }

  private Step finish() {
    end = position;
    oversized |= length() > largestRecord;
    rangeOnOneLine =
        rangeLine == line && !oversized && buffer[start] == '{' && buffer[end - 1] == '}';
    mark();
    return oversized ? Step.OVERSIZED : Step.RECORD;
  }

  private void mark() {
    markOffset = base + position;
    markLine = line;
    markWithin = within;
  }

  private void newLine(int at) {
    line++;
    lineStart = base + at;
  }

  private void begin() {
    start = position;
    rangeOffset = base + position;
    rangeLine = line;
    brackets.clear();
    broken = false;
    recognised = false;
  }

  /** Handles a byte outside of all records; true when a range was found. */
  private boolean top(byte b) throws IOException {
    if (b == '{') {
      return object();
    }
    if (b == '[') {
      position++;
      within = Within.ARRAY;
      return false;
    }
    if (b == (byte) 0xEF && base + position == 0 && byteOrderMark()) {
      position += 3;
      return false;
    }
    begin();
    return toLineEnd();
  }

  /** Takes the object at the position when it is known for a record, else looks for its end. */
  private boolean object() throws IOException {
    begin();
    int behind = recogniser.end(buffer, position, limit, within == Within.TOP);
    if (behind < 0) {
      return scan();
    }
    int lineFeed = recogniser.lastLineFeed();
    if (lineFeed >= 0) {
      line += Bytes.lineFeeds(buffer, position, lineFeed);
      newLine(lineFeed + 1);
    }
    position = behind;
    recognised = true;
    return true;
  }

  private boolean byteOrderMark() throws IOException {
    start = position;
    boolean whole = true;
    while (whole && limit - position < 3) {
      whole = refill();
    }
    start = -1;
    return whole && buffer[position + 1] == (byte) 0xBB && buffer[position + 2] == (byte) 0xBF;
  }

  private boolean toLineEnd() throws IOException {
    while (position < limit || refill()) {
      if (buffer[position] == '\n') {
        return true;
      }
      position++;
    }
    return true;
  }

  private boolean element(byte b) throws IOException {
    return switch (b) {
      case ',' -> {
        position++;
        yield false;
      }
      case ']' -> {
        position++;
        if (within == Within.WRAPPED_ARRAY) {
          within = Within.WRAPPER;
        } else {
          within = Within.TOP;
          mark();
        }
        yield false;
      }
      case '{' -> object();
      case '[' -> {
        begin();
        yield scan();
      }
      default -> {
        begin();
        yield scalar();
      }
    };
  }

  /**
   * An element that is neither object nor array: up to the comma, bracket or line feed behind it.
   */
  private boolean scalar() throws IOException {
    boolean quoted = false;
    while (position < limit || refill()) {
      byte b = buffer[position];
      if (b == '\n' || !quoted && (b == ',' || b == ']')) {
        return true;
      }
      if (b == '"') {
        quoted = !quoted;
      } else if (quoted && b == '\\' && (position + 1 < limit || refill())) {
        position++;
      }
      position++;
    }
    return false;
  }

  /** Goes to the end of the object around an array of records. */
  private boolean wrapperEnd() throws IOException {
    begin();
    brackets.open(true);
    boolean closed = scan();
    if (closed) {
      within = Within.TOP;
      mark();
      start = -1;
    }
    return false;
  }

  /**
   * Goes to the end of the bracket at the position, or of those already open. False when the input
   * ends before, and, with {@code start} -1, when it was the wrapper of an array of records.
   */
  private boolean scan() throws IOException {
    while (position < limit || refill()) {
      position = Bytes.structural(buffer, position, limit);
      if (position == limit) {
        continue;
      }
      byte b = buffer[position];
      switch (b) {
        case '"' -> {
          if (!string()) {
            return false;
          }
          continue;
        }
        case '{' -> {
          if (brackets.depth() > 0 && beginsRecord()) {
            return true;
          }
          brackets.open(true);
        }
        case '[' -> {
          if (brackets.depth() == 1
              && (within == Within.TOP || within == Within.WRAPPER)
              && brackets.object(1)
              && !oversized
              && Lookback.behindKey(buffer, start, position, wrapperKeys)) {
            position++;
            within = Within.WRAPPED_ARRAY;
            start = -1;
            return false;
          }
          brackets.open(false);
        }
        case '}' -> {
          if (brackets.close(true)) {
            position++;
            return true;
          }
        }
        case ']' -> {
          int before = brackets.depth();
          if (brackets.close(false)) {
            position++;
            return true;
          }
          if (brackets.depth() == before
              && (within == Within.ARRAY || within == Within.WRAPPED_ARRAY)) {
            return true;
          }
        }
        case '\n' -> newLine(position + 1);
        default -> {}
      }
      position++;
    }
    return false;
  }

  /** Goes behind the string that begins at the position; false when the input ends before. */
  private boolean string() throws IOException {
    position++;
    while (true) {
      byte[] bytes = buffer;
      int stop = limit;
      int at = position;
      while ((at = Bytes.endOrEscape(bytes, at, stop)) < stop) {
        byte b = bytes[at++];
        if (b == '"') {
          position = at;
          return true;
        }
        if (b == '\\') {
          if (at == stop) {
            at--;
            break;
          }
          if (bytes[at] != '\n') {
            at++;
          }
        } else if (b == '\n') {
          broken = true;
          position = at;
          newLine(at);
          return true;
        }
      }
      position = at;
      int unread = limit - position;
      if (!refill()) {
        position += unread;
        return false;
      }
    }
  }

  /** Whether the brace at the position, inside a range, can only be the beginning of a record. */
  private boolean beginsRecord() {
    boolean inObject = brackets.object(brackets.depth());
    boolean lineBegins =
        base + position == lineStart && (within == Within.TOP || within == Within.WRAPPER);
    if (lineBegins && (inObject || broken || lines)) {
      return true;
    }
    byte before = oversized ? 0 : Lookback.tokenBefore(buffer, start, position);
    if (before == 0) {
      return false;
    }
    return inObject ? before != ':' : lineBegins && before != '[' && before != ',';
  }

  /**
   * Reads more behind the limit; moves what is still wanted to the front, grows the buffer, or
   * gives the current range up as too large. False at the end of the input.
   */
  private boolean refill() throws IOException {
    if (ended) {
      return false;
    }
    if (limit == buffer.length) {
      int keep = start < 0 || oversized ? position : start;
      if (keep == 0 && buffer.length <= largestRecord) {
        long larger = Math.min(2L * buffer.length, largestRecord + 1L);
        buffer = Arrays.copyOf(buffer, (int) larger);
      } else {
        if (keep == 0) {
          oversized = true;
          keep = position;
        }
        System.arraycopy(buffer, keep, buffer, 0, limit - keep);
        base += keep;
        position -= keep;
        limit -= keep;
        start = start < 0 ? -1 : 0;
      }
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    head.add(buffer, limit, read);
    limit += read;
    return true;
  }

  /** The bytes that hold the current range; not to be changed. */
  public byte[] array() {
    return buffer;
  }

  /** Where the current range begins in the array. */
  public int offset() {
    return start;
  }

  /** The length of the current range. */
  public int length() {
    return end - start;
  }

  /** Whether the recogniser has found the current range to be a whole and sound record. */
  public boolean recognised() {
    return recognised;
  }

  /** How many bytes of the decompressed stream stand before the current range. */
  public long recordOffset() {
    return rangeOffset;
  }

  /** The line, from 1, on which the current range begins. */
  public long recordLine() {
    return rangeLine;
  }

  /** The line, from 1, of a byte of the current range. */
  public long lineOf(int byteOfRange) {
    return rangeLine + Bytes.lineFeeds(buffer, start, start + byteOfRange);
  }

  /** Whether bytes are in memory that no range has taken yet. */
  public boolean buffered() {
    return position < limit;
  }

  /** How many bytes of the decompressed stream have been read. */
  public long bytesRead() {
    return base + limit;
  }

  /** Whether the input is compressed and ends before its own end mark. */
  public boolean truncatedCompression() {
    return in.damage() == ByteStream.Damage.TRUNCATED;
  }

  /** Whether the input is compressed and its compressed data is broken. */
  public boolean corruptCompression() {
    return in.damage() == ByteStream.Damage.CORRUPT;
  }

  /**
   * The place where a reader stands that was just opened, by which its input is known again
   * although nothing of it was read.
   */
  public Mark beginning() throws IOException {
    if (limit == 0) {
      refill();
    }
    return place(head.length());
  }

  /** The place behind the current range, or behind everything at {@link Step#END}. */
  public Mark position() {
    return place(Head.lengthAt(markOffset));
  }

  private Mark place(int covered) {
    return new Mark(markOffset, markLine, markWithin, lines, covered, head.checksum(covered));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
