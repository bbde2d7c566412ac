// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.table.EventRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a capture of the newest version: the tables as they stand, then events. Writing an event
 * allocates nothing. Not safe for several threads.
 *
 * <pre>{@code
 * try (CaptureWriter writer = CaptureWriter.compressed(Files.newOutputStream(path))) {
 *   writer.head(machine, state::tell);
 *   writer.write(event, false);
 * }
 * }</pre>
 */
public final class CaptureWriter implements AutoCloseable {

  private static final int MAGIC = 0x1A2B3C4D;
  private static final int MAJOR = 1;
  private static final int MINOR = 2;
  private static final int HEADER = 26;
  private static final int MOST_DATA = 64000;

  private final OutputStream out;
  private final BlockBuilder block = new BlockBuilder();
  private final int[] lengths = new int[64];
  private long cut;

  private CaptureWriter(OutputStream out) {
    this.out = out;
  }

  /** A capture whose bytes go as they are, block by block, to a stream that holds them. */
  static CaptureWriter onto(OutputStream out) {
    return new CaptureWriter(out);
  }

  private static OutputStream held(OutputStream out) {
    return new BufferedOutputStream(out, 1 << 16);
  }

  /** A capture that is compressed by gzip, as most are. */
  public static CaptureWriter compressed(OutputStream out) throws IOException {
    return new CaptureWriter(held(new GZIPOutputStream(out, 1 << 16)));
  }

  /** A capture that is not compressed. */
  public static CaptureWriter plain(OutputStream out) {
    return new CaptureWriter(held(out));
  }

  /**
   * Writes what stands before the events. Called once, before all events.
   *
   * @param facts tells all that is known; the threads before their descriptors
   */
  public void head(MachineInfo machine, Consumer<FactSink> facts) throws IOException {
    block.begin(BlockType.SECTION).i32(MAGIC).u16(MAJOR).u16(MINOR).i64(-1).writeTo(out);
    byte[] name =
        Arrays.copyOf(machine.hostname().getBytes(StandardCharsets.UTF_8), MachineInfo.HOSTNAME);
    name[name.length - 1] = 0;
    block.begin(BlockType.MACHINE).i32(machine.cpus()).i64(machine.memoryBytes());
    block.i64(machine.maxPid()).raw(name).i64(machine.bootNanos()).i64(0).i64(0).i64(0);
    block.writeTo(out);
    FactWriter writer = new FactWriter(out);
    try {
      facts.accept(writer);
      writer.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Writes an event. Parameters that are too long for the format are cut and counted.
   *
   * @param stateOnly whether readers take it for their state only and show it to nobody
   */
  public void write(Event event, boolean stateOnly) throws IOException {
    boolean large = event.row().has(EventRow.Flag.LARGE_PAYLOAD);
    int count = event.count();
    long data = 0;
    for (int i = 0; i < count; i++) {
      lengths[i] = event.length(i);
      data += lengths[i];
    }
    if (!large && data > MOST_DATA) {
      data -= shorten(count, data - MOST_DATA);
    }
    int width = large ? 4 : 2;
    block.begin(type(large, stateOnly)).u16(event.cpu());
    if (stateOnly) {
      block.i32(1);
    }
    block.i64(event.timeNanos()).i64(event.tid()).i32(HEADER + (long) width * count + data);
    block.u16(event.code()).i32(count);
    for (int i = 0; i < count; i++) {
      if (large) {
        block.i32(lengths[i]);
      } else {
        block.u16(lengths[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      parameter(event, i);
    }
    block.writeTo(out);
  }

  private static int type(boolean large, boolean stateOnly) {
    if (large) {
      return stateOnly ? BlockType.LARGE_EVENT_FLAGS : BlockType.LARGE_EVENT;
    }
    return stateOnly ? BlockType.EVENT_FLAGS_2 : BlockType.EVENT_2;
  }

  /** Takes the excess from the longest parameters; returns how much that was. */
  private long shorten(int count, long excess) {
    long left = excess;
    while (left > 0) {
      int longest = 0;
      for (int i = 1; i < count; i++) {
        if (lengths[i] > lengths[longest]) {
          longest = i;
        }
      }
      int less = (int) Math.min(left, Math.max(1, lengths[longest] / 2));
      lengths[longest] -= less;
      left -= less;
    }
    cut++;
    return excess;
  }

  private void parameter(Event event, int index) {
    int length = lengths[index];
    boolean ended =
        length > 0
            && length < event.length(index)
            && switch (event.row().parameter(index).type()) {
              case CHARBUF, FSPATH, FSRELPATH -> true;
              default -> false;
            };
    block.raw(event.bytes(), event.offset(index), ended ? length - 1 : length);
    if (ended) {
      block.u8(0);
    }
  }

  /** How many events had parameters that were cut. */
  public long cut() {
    return cut;
  }

  /** Hands on what is held back. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
