// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.util.Arrays;

/**
 * The body of a block that is being read, and of an entry in it: nothing is read beyond its end.
 */
final class BlockBody {

  private final CaptureInput input;
  private final String what;
  private final long end;
  private long limit;

  /**
   * Of the next bytes.
   *
   * @param what the block is, for messages
   */
  BlockBody(CaptureInput input, long length, String what) {
    this.input = input;
    this.what = what;
    this.end = input.offset() + length;
    this.limit = end;
  }

  /** How much is left of the entry, or of the block between entries. */
  long left() {
    return limit - input.offset();
  }

  /** Begins an entry of so many bytes. */
  void entry(long length) throws CaptureException {
    if (length < 0 || length > end - input.offset()) {
      throw beyond();
    }
    limit = input.offset() + length;
  }

  /** Leaves out what the entry has beyond what is known. */
  void endEntry() throws CaptureException {
    input.skip(left(), what);
    limit = end;
  }

  /** Leaves out the rest of the block. */
  void finish() throws CaptureException {
    limit = end;
    input.skip(left(), what);
  }

  int u8() throws CaptureException {
    want(1);
    int value = input.byteAt(0);
    input.advance(1);
    return value;
  }

  int u16() throws CaptureException {
    want(2);
    int value = input.shortAt(0);
    input.advance(2);
    return value;
  }

  int i32() throws CaptureException {
    want(4);
    int value = input.intAt(0);
    input.advance(4);
    return value;
  }

  long u32() throws CaptureException {
    return i32() & 0xffff_ffffL;
  }

  long i64() throws CaptureException {
    want(8);
    long value = input.longAt(0);
    input.advance(8);
    return value;
  }

  byte[] bytes(int length) throws CaptureException {
    want(length);
    byte[] value = Arrays.copyOfRange(input.window(), input.position(), input.position() + length);
    input.advance(length);
    return value;
  }

  /** A text with its length before it. */
  byte[] text() throws CaptureException {
    return bytes(u16());
  }

  private void want(int length) throws CaptureException {
    if (left() < length) {
      throw beyond();
    }
    input.need(length, what);
  }

  /** What can't be right, at the byte that was reached. */
  CaptureException wrong(String problem) {
    return new CaptureException(input.offset(), problem + " in " + what);
  }

  private CaptureException beyond() {
    return new CaptureException(input.offset(), "an entry goes beyond the end of " + what);
  }
}
