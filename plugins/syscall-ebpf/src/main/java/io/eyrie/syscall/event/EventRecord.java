// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The record being judged, copied out of the ring into one reused array, so that slices of it can
 * be handed on.
 *
 * <p>Not safe for several threads. Accessors of a record of another shape give numbers without
 * meaning, never a failure: lengths are cut to the record.
 */
public final class EventRecord {

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final byte[] bytes = new byte[RecordLayout.MAX_RECORD + RecordLayout.HEADER];
  private int length;

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.nativeOrder());
  }

  /**
   * Takes a record.
   *
   * @return false when it is shorter than a header or longer than any record
   */
  public boolean load(MemorySegment from, long offset, int size) {
    if (size < RecordLayout.HEADER || size > RecordLayout.MAX_RECORD) {
      return false;
    }
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, bytes, 0, size);
    length = size;
    return true;
  }

  /** The array that all slices lie in. */
  public byte[] bytes() {
    return bytes;
  }

  /** The code of the {@link RecordKind}. */
  public int kind() {
    return unsignedShort(RecordLayout.KIND);
  }

  /** Whether one of the {@code FLAG_} constants of {@link RecordLayout} is set. */
  public boolean has(int flag) {
    return (unsignedShort(RecordLayout.FLAGS) & flag) != 0;
  }

  /** The process. */
  public int tgid() {
    return integer(RecordLayout.TGID);
  }

  /** The thread. */
  public int tid() {
    return integer(RecordLayout.TID);
  }

  /** The parent process. */
  public int ppid() {
    return integer(RecordLayout.PPID);
  }

  /** When it happened, nanoseconds since boot. */
  public long bootNanos() {
    return number(RecordLayout.BOOT_NANOS);
  }

  /** The result of the call; negative is an errno. */
  public long result() {
    return number(RecordLayout.RESULT);
  }

  /** The real user, unsigned. */
  public long uid() {
    return Integer.toUnsignedLong(integer(RecordLayout.UID));
  }

  /** Where the thread's name begins in {@link #bytes()}. */
  public int commOffset() {
    return RecordLayout.COMM;
  }

  /** How long the thread's name is. */
  public int commLength() {
    int end = 0;
    while (end < RecordLayout.COMM_LENGTH && bytes[RecordLayout.COMM + end] != 0) {
      end++;
    }
    return end;
  }

  /** Arguments shape: one of the three words. */
  public long argument(int index) {
    return number(RecordLayout.ARGUMENTS + 8 * index);
  }

  /** Path shape: the directory that a relative path starts at. */
  public int dirfd() {
    return integer(RecordLayout.PATH_DIRFD);
  }

  /** Path shape: the flags of the open family. */
  public int openFlags() {
    return integer(RecordLayout.PATH_OPEN_FLAGS);
  }

  /** Path shape: where the path begins. */
  public int pathOffset() {
    return RecordLayout.PATH;
  }

  /** Path shape: how long the path is. */
  public int pathLength() {
    return within(RecordLayout.PATH, unsignedShort(RecordLayout.PATH_LENGTH));
  }

  /** Socket shape: the descriptor; negative when there is none. */
  public int socketFd() {
    return integer(RecordLayout.SOCKET_FD);
  }

  /** Socket shape: the flags of accept4. */
  public int socketCallFlags() {
    return integer(RecordLayout.SOCKET_CALL_FLAGS);
  }

  /** Socket shape: the kernel's family of the socket; 0 when there is no socket. */
  public int socketFamily() {
    return unsignedShort(RecordLayout.SOCKET_FAMILY);
  }

  /** Socket shape: the local port. */
  public int localPort() {
    return unsignedShort(RecordLayout.SOCKET_LOCAL_PORT);
  }

  /** Socket shape: the remote port. */
  public int remotePort() {
    return unsignedShort(RecordLayout.SOCKET_REMOTE_PORT);
  }

  /** Socket shape: where the local address begins, 4 or 16 bytes. */
  public int localOffset() {
    return RecordLayout.SOCKET_LOCAL;
  }

  /** Socket shape: where the remote address begins, 4 or 16 bytes. */
  public int remoteOffset() {
    return RecordLayout.SOCKET_REMOTE;
  }

  /** Socket shape: the kernel's identity of a Unix socket. */
  public long socketSelf() {
    return number(RecordLayout.SOCKET_SELF);
  }

  /** Socket shape: the kernel's identity of the peer of a Unix socket; 0 when unknown. */
  public long socketPeer() {
    return number(RecordLayout.SOCKET_PEER);
  }

  /** Socket shape: where the caller's (for accept the bound) {@code sockaddr} begins. */
  public int addressOffset() {
    return RecordLayout.SOCKET_ADDRESS;
  }

  /** Socket shape: how long that {@code sockaddr} is; 0 when unknown. */
  public int addressLength() {
    return within(RecordLayout.SOCKET_ADDRESS, integer(RecordLayout.SOCKET_ADDRESS_LENGTH));
  }

  /** A number of two bytes in network order, as in a {@code sockaddr}. */
  public int networkShort(int offset) {
    return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
  }

  /** A number of two bytes in the machine's order, as the family in a {@code sockaddr}. */
  public int unsignedShort(int offset) {
    return (short) SHORT.get(bytes, offset) & 0xffff;
  }

  /** Directory shape: the descriptor of fchdir. */
  public int directoryFd() {
    return integer(RecordLayout.DIRECTORY_FD);
  }

  /** Directory shape: where the components begin. */
  public int directoryOffset() {
    return RecordLayout.DIRECTORY;
  }

  /** Directory shape: how long they are. */
  public int directoryLength() {
    return within(RecordLayout.DIRECTORY, unsignedShort(RecordLayout.DIRECTORY_LENGTH));
  }

  /** Exec shape: the login user, unsigned; 4294967295 when unset. */
  public long loginUid() {
    return Integer.toUnsignedLong(integer(RecordLayout.EXEC_LOGINUID));
  }

  /** Exec shape: where the components of the cgroup begin. */
  public int cgroupOffset() {
    return RecordLayout.EXEC_TEXTS;
  }

  /** Exec shape: how long they are. */
  public int cgroupLength() {
    return within(cgroupOffset(), unsignedShort(RecordLayout.EXEC_CGROUP_LENGTH));
  }

  /** Exec shape: where the components of the executable begin. */
  public int exeOffset() {
    return cgroupOffset() + cgroupLength();
  }

  /** Exec shape: how long they are. */
  public int exeLength() {
    return within(exeOffset(), unsignedShort(RecordLayout.EXEC_EXE_LENGTH));
  }

  /** Exec shape: where the components of the working directory begin. */
  public int cwdOffset() {
    return exeOffset() + exeLength();
  }

  /** Exec shape: how long they are. */
  public int cwdLength() {
    return within(cwdOffset(), unsignedShort(RecordLayout.EXEC_CWD_LENGTH));
  }

  /** Exec shape: where the arguments begin, each with its NUL. */
  public int argsOffset() {
    return cwdOffset() + cwdLength();
  }

  /** Exec shape: how long they are. */
  public int argsLength() {
    return within(argsOffset(), unsignedShort(RecordLayout.EXEC_ARGS_LENGTH));
  }

  /** Fork shape: the new process. */
  public int childTgid() {
    return integer(RecordLayout.FORK_CHILD_TGID);
  }

  private int within(int offset, int wanted) {
    return Math.clamp(wanted, 0, Math.max(0, length - offset));
  }

  private int integer(int offset) {
    return (int) INT.get(bytes, offset);
  }

  private long number(int offset) {
    return (long) LONG.get(bytes, offset);
  }
}
