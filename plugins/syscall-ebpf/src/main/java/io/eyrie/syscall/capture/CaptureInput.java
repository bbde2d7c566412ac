// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a capture in their order, unpacked where they are compressed, with a window over
 * them that can be read at once. Errors of the medium and of compression are told with the byte at
 * which the good ones end.
 */
final class CaptureInput implements AutoCloseable {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int WINDOW = 1 << 18;
  private static final int UNPACKED_AT_ONCE = 1 << 16;

  private final InputStream raw;
  private InputStream stream;
  private boolean begun;
  private byte[] window = new byte[WINDOW];
  private int at;
  private int end;
  private long offsetOfWindow;
  private boolean ended;

  CaptureInput(InputStream raw) {
    this.raw = new BufferedInputStream(raw, UNPACKED_AT_ONCE);
    this.stream = this.raw;
  }

  /** The byte that is read next. */
  long offset() {
    return offsetOfWindow + at;
  }

  /** How many bytes the window holds already. */
  int held() {
    return end - at;
  }

  /** Makes the next bytes readable at once; false when the capture ends before. */
  boolean has(int count) throws CaptureException {
    return end - at >= count || fill(count);
  }

  /** Makes the next bytes readable at once. */
  void need(int count, String what) throws CaptureException {
    if (!has(count)) {
      throw new CaptureException(
          offsetOfWindow + end, "the capture is cut off in the middle of " + what);
    }
  }

  private boolean fill(int count) throws CaptureException {
    offsetOfWindow += at;
    System.arraycopy(window, at, window, 0, end - at);
    end -= at;
    at = 0;
    if (window.length < count) {
      window = Arrays.copyOf(window, count);
    } else if (window.length > WINDOW && count <= WINDOW && end <= WINDOW) {
      window = Arrays.copyOf(window, WINDOW);
    }
    while (end < count && !ended) {
      int read = read();
      if (read < 0) {
        ended = true;
      } else {
        end += read;
      }
    }
    return end >= count;
  }

  private int read() throws CaptureException {
    try {
      if (!begun) {
        begun = true;
        unpack();
      }
      return stream.read(window, end, window.length - end);
    } catch (IOException e) {
      ended = true;
      throw new CaptureException(
          offsetOfWindow + end, "the bytes that follow can't be read: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.io.EOFException
        ? "the compressed data are cut off"
        : String.valueOf(e.getMessage());
  }

  private void unpack() throws IOException {
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    if (packed) {
      stream = new GZIPInputStream(raw, UNPACKED_AT_ONCE);
    }
  }

  /** Leaves bytes out. */
  void skip(long count, String what) throws CaptureException {
    long left = count;
    while (left > 0) {
      int step = (int) Math.min(left, WINDOW / 2);
      need(step, what);
      at += step;
      left -= step;
    }
  }

  byte[] window() {
    return window;
  }

  /** Where in {@link #window()} the next byte is. */
  int position() {
    return at;
  }

  void advance(int count) {
    at += count;
  }

  int byteAt(int from) {
    return window[at + from] & 0xff;
  }

  int shortAt(int from) {
    return (short) SHORT.get(window, at + from) & 0xffff;
  }

  int intAt(int from) {
    return (int) INT.get(window, at + from);
  }

  long longAt(int from) {
    return (long) LONG.get(window, at + from);
  }

  /** Bytes of the window as text of one byte each, for what is always ASCII. */
  String latin(int from, int length) {
    return new String(window, at + from, length, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
