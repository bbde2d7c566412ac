// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an input, decompressed when they begin as gzip does; damage to the compression ends
 * the stream instead of failing it.
 */
final class ByteStream implements AutoCloseable {

  private static final int INFLATER_BUFFER = 64 * 1024;

  private final InputStream in;
  private final boolean compressed;
  private @Nullable Damage damage;

  private ByteStream(InputStream in, boolean compressed, @Nullable Damage damage) {
    this.in = in;
    this.compressed = compressed;
    this.damage = damage;
  }

  /** Opens the stream and looks at its first two bytes. Closes {@code raw} when that fails. */
  static ByteStream open(InputStream raw) throws IOException {
    try {
      PushbackInputStream peeked = new PushbackInputStream(raw, 2);
      byte[] magic = peeked.readNBytes(2);
      peeked.unread(magic);
      if (magic.length < 2 || (magic[0] & 0xFF) != 0x1F || (magic[1] & 0xFF) != 0x8B) {
        return new ByteStream(peeked, false, null);
      }
      try {
        return new ByteStream(new GZIPInputStream(peeked, INFLATER_BUFFER), true, null);
      } catch (EOFException e) {
        return new ByteStream(peeked, true, Damage.TRUNCATED);
      } catch (ZipException e) {
        return new ByteStream(peeked, true, Damage.CORRUPT);
      }
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Like {@link InputStream#read(byte[], int, int)}, and -1 at damage, too. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (damage != null) {
      return -1;
    }
    try {
      return in.read(into, offset, length);
    } catch (EOFException e) {
      damage = Damage.TRUNCATED;
    } catch (ZipException e) {
      damage = Damage.CORRUPT;
    }
    return -1;
  }

  /** Fills the array; returns how many bytes there were when the stream ends before. */
  int readFully(byte[] into) throws IOException {
    int filled = 0;
    while (filled < into.length) {
      int count = read(into, filled, into.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  /** Skips that many bytes; false when the stream ends before. */
  boolean skip(long count) throws IOException {
    if (!compressed) {
      try {
        in.skipNBytes(count);
        return true;
      } catch (EOFException e) {
        return false;
      }
    }
    byte[] thrown = new byte[(int) Math.min(count, INFLATER_BUFFER)];
    for (long left = count; left > 0; ) {
      int read = read(thrown, 0, (int) Math.min(left, thrown.length));
      if (read < 0) {
        return false;
      }
      left -= read;
    }
    return true;
  }

  /** What ended the stream too early, or null. */
  @Nullable Damage damage() {
    return damage;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** How a compressed stream can be broken. */
  enum Damage {
    TRUNCATED,
    CORRUPT
  }
}
