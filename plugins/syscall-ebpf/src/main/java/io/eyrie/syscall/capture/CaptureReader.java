// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a capture of any version block by block: the tables at its head are told to a sink, events
 * are loaded one by one. Captures that were written one behind the other are read like that.
 *
 * <p>Memory does not grow with the capture: of lists an entry is held at a time, of events one.
 * After a {@link CaptureException} there is nothing more to be read. Not safe for several threads.
 */
public final class CaptureReader implements AutoCloseable {

  /** What was read. */
  public enum Found {
    /** An event was loaded. */
    EVENT,
    /** Another capture begins: all that is known of the system is void. */
    SECTION,
    /** There is nothing more. */
    END
  }

  /** Events of other blocks than the large ones are not longer. */
  private static final int MOST_EVENT_BYTES = 65536;

  /** Larger events than any program makes. */
  private static final int MOST_LARGE_EVENT_BYTES = 1 << 24;

  private static final int BLOCK_HEADER = 8;
  private static final int TRAILER = 4;
  private static final int SECTION_BYTES = 28;
  private static final int MAGIC = 0x1A2B3C4D;
  private static final int MACHINE_BYTES = 180;
  private static final int OLD_EVENT_HEADER = 22;
  private static final int EVENT_HEADER = 26;
  private static final int STATE_ONLY = 1;

  /** Two events of former years were written with a length that is 3 too large. */
  private static final int NOTIFICATION = 280;

  private static final int INFRASTRUCTURE = 286;

  private static final int[] PARAMETERS = new int[EventTable.size()];
  private static final int[] LENGTH_BYTES = new int[EventTable.size()];

  static {
    for (EventRow row : EventTable.rows()) {
      PARAMETERS[row.code()] = row.parameters().size();
      LENGTH_BYTES[row.code()] = row.has(EventRow.Flag.LARGE_PAYLOAD) ? 4 : 2;
    }
  }

  private final CaptureInput input;
  private MachineInfo machine = MachineInfo.UNKNOWN;
  private boolean begun;
  private boolean anyEvent;
  private boolean eventsBegan;
  private boolean stateOnly;
  private long eventOffset;

  /** Of these bytes, plain or compressed by gzip; they are closed with it. */
  public CaptureReader(InputStream bytes) {
    input = new CaptureInput(bytes);
  }

  /** The machine of the capture, once its block was read. */
  public MachineInfo machine() {
    return machine;
  }

  /** Whether the loaded event changes the state only and is shown to nobody. */
  public boolean stateOnly() {
    return stateOnly;
  }

  /** At which byte the block of the loaded event begins. */
  public long eventOffset() {
    return eventOffset;
  }

  /**
   * Reads on up to the next event.
   *
   * @param event loaded with it
   * @param facts told what tables come before it
   * @throws CaptureException if the capture is cut off or damaged
   */
  public Found next(Event event, FactSink facts) throws CaptureException {
    while (true) {
      if (!begun) {
        begin();
        continue;
      }
      if (!input.has(1)) {
        if (!anyEvent) {
          throw new CaptureException(input.offset(), "the capture ends without any event");
        }
        return Found.END;
      }
      input.need(BLOCK_HEADER, "a block");
      long offset = input.offset();
      int type = BlockType.canonical(input.intAt(0));
      long total = input.intAt(4) & 0xffff_ffffL;
      if (total < BLOCK_HEADER + TRAILER) {
        throw new CaptureException(offset, "a block says that it has only " + total + " bytes");
      }
      if (BlockType.isEvent(type)) {
        eventsBegan = true;
        if (event(event, type, total)) {
          anyEvent = true;
          eventOffset = offset;
          return Found.EVENT;
        }
      } else if (type == BlockType.SECTION) {
        boolean another = eventsBegan;
        section(total);
        if (another) {
          eventsBegan = false;
          machine = MachineInfo.UNKNOWN;
          return Found.SECTION;
        }
      } else if (eventsBegan) {
        throw new CaptureException(
            offset, "a block of the type 0x%x stands among events".formatted(type));
      } else {
        table(type, total, facts);
      }
    }
  }

  private void begin() throws CaptureException {
    begun = true;
    checkBeginning(input);
  }

  /** Whether these bytes can be a capture at all. */
  static void checkBeginning(CaptureInput input) throws CaptureException {
    if (!input.has(BLOCK_HEADER) || input.intAt(0) != BlockType.SECTION) {
      throw new CaptureException(
          0, "this is no capture: it does not begin with a section header (0a 0d 0d 0a)");
    }
  }

  private void section(long total) throws CaptureException {
    long offset = input.offset();
    if (total < SECTION_BYTES) {
      throw new CaptureException(offset, "the section header has only " + total + " bytes");
    }
    input.need(SECTION_BYTES - TRAILER, "the section header");
    int magic = input.intAt(8);
    if (magic == Integer.reverseBytes(MAGIC)) {
      throw new CaptureException(
          offset + 8, "the capture was made on a big-endian machine, which can't be read");
    }
    if (magic != MAGIC) {
      throw new CaptureException(
          offset + 8, "the byte-order magic is %08x, not 1a2b3c4d".formatted(magic));
    }
    int major = input.shortAt(12);
    if (major > 1) {
      throw new CaptureException(
          offset + 12, "the capture is of version " + major + "; versions up to 1 can be read");
    }
    input.advance(BLOCK_HEADER);
    BlockBody body = body(total, "the section header");
    body.finish();
    trailer(total, "the section header");
  }

  private BlockBody body(long total, String what) {
    return new BlockBody(input, total - BLOCK_HEADER - TRAILER, what);
  }

  private void trailer(long total, String what) throws CaptureException {
    input.need(TRAILER, what);
    long again = input.intAt(0) & 0xffff_ffffL;
    if (again != total) {
      throw new CaptureException(
          input.offset(), what + " ends with the length " + again + ", not with " + total);
    }
    input.advance(TRAILER);
  }

  private void table(int type, long total, FactSink facts) throws CaptureException {
    input.advance(BLOCK_HEADER);
    int processes = BlockType.processListVersion(type);
    String what = what(type);
    BlockBody body = body(total, what);
    if (processes > 0) {
      ProcessList.read(body, processes, facts);
    } else {
      switch (type) {
        case BlockType.MACHINE -> machine(body);
        case BlockType.DESCRIPTORS_1, BlockType.DESCRIPTORS_2 ->
            DescriptorList.read(body, type == BlockType.DESCRIPTORS_2, facts);
        case BlockType.INTERFACES_1, BlockType.INTERFACES_2 ->
            InterfaceList.read(body, type == BlockType.INTERFACES_2, facts);
        case BlockType.USERS_1, BlockType.USERS_2 ->
            UserList.read(body, type == BlockType.USERS_2, facts);
        default -> {
          // Blocks of newer programs are left out by their length.
        }
      }
    }
    body.finish();
    trailer(total, what);
  }

  private static String what(int type) {
    if (BlockType.processListVersion(type) > 0) {
      return "the process list";
    }
    return switch (type) {
      case BlockType.MACHINE -> "the machine's block";
      case BlockType.DESCRIPTORS_1, BlockType.DESCRIPTORS_2 -> "a list of descriptors";
      case BlockType.INTERFACES_1, BlockType.INTERFACES_2 -> "the list of interfaces";
      case BlockType.USERS_1, BlockType.USERS_2 -> "the list of users";
      default -> "a block of the type 0x%x".formatted(type);
    };
  }

  private void machine(BlockBody body) throws CaptureException {
    if (body.left() < MACHINE_BYTES) {
      throw body.wrong("too few bytes");
    }
    long cpus = body.u32();
    long memory = body.i64();
    long maxPid = body.i64();
    byte[] name = body.bytes(MachineInfo.HOSTNAME);
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    machine =
        new MachineInfo(
            cpus, memory, maxPid, new String(name, 0, length, StandardCharsets.UTF_8), body.i64());
  }

  /** Loads an event; false when it is of a newer program. */
  private boolean event(Event event, int type, long total) throws CaptureException {
    boolean large = type == BlockType.LARGE_EVENT || type == BlockType.LARGE_EVENT_FLAGS;
    long most = large ? MOST_LARGE_EVENT_BYTES : MOST_EVENT_BYTES;
    if (total - BLOCK_HEADER > most) {
      throw new CaptureException(
          input.offset(), "an event's block has " + total + " bytes, more than events have");
    }
    int size = (int) total;
    input.need(size, "an event");
    boolean flags =
        switch (type) {
          case BlockType.EVENT_FLAGS, BlockType.EVENT_FLAGS_2, BlockType.LARGE_EVENT_FLAGS -> true;
          default -> false;
        };
    boolean old = type == BlockType.EVENT || type == BlockType.EVENT_FLAGS;
    int header = BLOCK_HEADER + (flags ? 6 : 2);
    int headerSize = old ? OLD_EVENT_HEADER : EVENT_HEADER;
    int available = size - header - TRAILER;
    if (available < headerSize) {
      throw new CaptureException(input.offset(), "an event's block is too short for an event");
    }
    int code = input.shortAt(header + 20);
    if (code >= EventTable.size()) {
      input.advance(size);
      return false;
    }
    stateOnly = flags && (input.intAt(BLOCK_HEADER + 2) & STATE_ONLY) != 0;
    long length = input.intAt(header + 16) & 0xffff_ffffL;
    if (old && (code == NOTIFICATION || code == INFRASTRUCTURE)) {
      length -= 3;
    }
    if (length < headerSize || length > available) {
      throw new CaptureException(
          input.offset(),
          "an event says that it has " + length + " bytes; its block has room for " + available);
    }
    event.begin(code, input.longAt(header), input.longAt(header + 8), input.shortAt(BLOCK_HEADER));
    int count = old ? countedParameters(header, code, (int) length) : input.intAt(header + 22);
    parameters(event, header + headerSize, (int) length - headerSize, code, count);
    input.advance(size);
    return true;
  }

  /** Old events don't say how many parameters they have: lengths and data must fill the event. */
  private int countedParameters(int header, int code, int length) throws CaptureException {
    int width = LENGTH_BYTES[code];
    for (int count = PARAMETERS[code]; count >= 0; count--) {
      if (OLD_EVENT_HEADER + width * count > length) {
        continue;
      }
      long sum = OLD_EVENT_HEADER + (long) width * count;
      for (int i = 0; i < count; i++) {
        sum += lengthAt(header + OLD_EVENT_HEADER + width * i, width);
      }
      if (sum == length) {
        return count;
      }
      if (sum < length) {
        break;
      }
    }
    throw new CaptureException(
        input.offset(), "an event's parameters don't fill its length of " + length);
  }

  private long lengthAt(int from, int width) {
    return width == 2 ? input.shortAt(from) : input.intAt(from) & 0xffff_ffffL;
  }

  /** Names the parameters that today's table knows; further ones are of newer programs. */
  private void parameters(Event event, int table, int bytes, int code, int count)
      throws CaptureException {
    int width = LENGTH_BYTES[code];
    if (count < 0 || (long) width * count > bytes) {
      throw new CaptureException(
          input.offset(), "an event says that it has " + (count & 0xffff_ffffL) + " parameters");
    }
    int data = table + width * count;
    int left = bytes - width * count;
    int known = Math.min(count, PARAMETERS[code]);
    int at = event.append(input.window(), input.position() + data, left);
    for (int i = 0; i < count; i++) {
      long length = lengthAt(table + width * i, width);
      if (length > left) {
        throw new CaptureException(
            input.offset(), "parameter " + i + " of an event goes beyond the event's end");
      }
      if (i < known) {
        event.parameter(at, (int) length);
      }
      at += (int) length;
      left -= (int) length;
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
