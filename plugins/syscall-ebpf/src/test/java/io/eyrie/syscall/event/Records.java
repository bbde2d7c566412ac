// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes records as the kernel program writes them. */
public final class Records {

  private final ByteBuffer bytes = ByteBuffer.allocate(16384).order(ByteOrder.nativeOrder());
  private int end;

  private Records(RecordKind kind, int pid, String comm, int size) {
    bytes.putShort(0, (short) kind.code());
    bytes.putInt(4, pid).putInt(8, pid).putInt(12, 1).putLong(16, 1_000);
    bytes.put(40, comm.getBytes(StandardCharsets.UTF_8));
    end = size;
  }

  /** A call that opens a path. */
  public static Records path(
      RecordKind kind, int pid, String comm, int dirfd, int flags, String path) {
    Records record = new Records(kind, pid, comm, 72);
    record.bytes.putInt(56, dirfd).putInt(60, flags);
    record.bytes.putShort(68, (short) record.text(path, false));
    return record;
  }

  /** A call of three numbers. */
  public static Records arguments(RecordKind kind, int pid, String comm, long... arguments) {
    Records record = new Records(kind, pid, comm, 80);
    for (int i = 0; i < arguments.length; i++) {
      record.bytes.putLong(56 + 8 * i, arguments[i]);
    }
    return record;
  }

  /** An exec; names are from the leaf to the root. */
  public static Records exec(
      int pid, String comm, String[] cgroup, String[] exe, String[] cwd, String... arguments) {
    Records record = new Records(RecordKind.EXEC_STATE, pid, comm, 72);
    int at = 60;
    for (String[] texts : new String[][] {cgroup, exe, cwd, arguments}) {
      record.bytes.putShort(
          at, (short) Arrays.stream(texts).mapToInt(t -> record.text(t, true)).sum());
      at += 2;
    }
    return record;
  }

  /** A fork. */
  public static Records fork(int pid, String comm, int child, int flags) {
    Records record = new Records(RecordKind.FORK_STATE, pid, comm, 64);
    record.bytes.putInt(56, child).putInt(60, pid);
    return record.flags(flags);
  }

  /** A connect or accept; addresses and the caller's address in full. */
  public static Records socket(
      RecordKind kind,
      int pid,
      int fd,
      int family,
      byte[] local,
      int localPort,
      byte[] remote,
      int remotePort,
      byte[] address) {
    Records record = new Records(kind, pid, "net", 256);
    record.bytes.putInt(56, fd).putShort(64, (short) family);
    record.bytes.putShort(68, (short) localPort).putShort(70, (short) remotePort);
    record.bytes.put(72, local).put(88, remote).putLong(104, 0xabcL).putLong(112, 0xdefL);
    record.bytes.putInt(120, address.length).put(128, address);
    return record;
  }

  /** The same with a result. */
  public Records result(long result) {
    bytes.putLong(24, result);
    return this;
  }

  /** The same with flags. */
  public Records flags(int flags) {
    bytes.putShort(2, (short) flags);
    return this;
  }

  /** The same of a user. */
  public Records uid(int uid) {
    bytes.putInt(32, uid);
    return this;
  }

  /** Its bytes. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes.array(), end);
  }

  /** Loads it. */
  public EventRecord into(EventRecord record) {
    byte[] copy = bytes();
    if (!record.load(MemorySegment.ofArray(copy), 0, copy.length)) {
      throw new IllegalStateException("not a record");
    }
    return record;
  }

  private int text(String text, boolean withNul) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.put(end, utf8);
    int length = utf8.length + (withNul ? 1 : 0);
    end += length;
    return length;
  }
}
