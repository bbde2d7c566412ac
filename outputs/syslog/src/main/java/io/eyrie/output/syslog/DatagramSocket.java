// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Unix socket of datagrams, which Java has none of: a few functions of Linux's C library.
 *
 * <p>For one thread at a time.
 */
final class DatagramSocket implements AutoCloseable {

  /** What fits into the kernel's buffer of a socket as it comes. */
  static final int LONGEST = 200_000;

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LONGEST_PATH = 107;

  private static final int ENOENT = 2;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EMSGSIZE = 90;
  private static final int EPROTOTYPE = 91;
  private static final int ECONNREFUSED = 111;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CONNECT =
      function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SEND =
      function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int descriptor;

  /** The socket is one of streams. */
  static final class WrongType extends IOException {
    private static final long serialVersionUID = 1L;

    private WrongType() {
      super("is no socket of datagrams");
    }
  }

  private DatagramSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects to the socket of a path.
   *
   * @param timeout how long a send may wait for a reader that is behind
   * @throws WrongType if it is a socket of streams
   */
  static DatagramSocket connect(Path path, Duration timeout) throws IOException {
    byte[] name = path.toString().getBytes(UTF_8);
    if (name.length > LONGEST_PATH) {
      throw new IOException("its path is longer than " + LONGEST_PATH + " bytes");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int made = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      check(made, state);
      DatagramSocket socket = new DatagramSocket(made);
      try {
        MemorySegment wait = arena.allocate(JAVA_LONG, 2);
        wait.setAtIndex(JAVA_LONG, 0, timeout.toSeconds());
        wait.setAtIndex(JAVA_LONG, 1, timeout.toNanosPart() / 1_000L);
        check(
            (int)
                SETSOCKOPT.invokeExact(
                    state, made, SOL_SOCKET, SO_SNDTIMEO, wait, (int) wait.byteSize()),
            state);
        MemorySegment address = arena.allocate(2L + LONGEST_PATH + 1, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
        check((int) CONNECT.invokeExact(state, made, address, (int) address.byteSize()), state);
        return socket;
      } catch (Throwable e) {
        socket.close();
        throw e;
      }
    } catch (Throwable e) {
      throw asIo(e);
    }
  }

  /** Sends one datagram, waiting for a reader that is behind. */
  void send(byte[] message) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
      check(
          (long) SEND.invokeExact(state, descriptor, bytes, (long) message.length, MSG_NOSIGNAL),
          state);
    } catch (Throwable e) {
      throw asIo(e);
    }
  }

  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close", e);
    }
  }

  private static IOException asIo(Throwable e) {
    return switch (e) {
      case IOException io -> io;
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      default -> new IOException(e);
    };
  }

  private static void check(long result, MemorySegment state) throws IOException {
    if (result >= 0) {
      return;
    }
    int errno = (int) ERRNO.get(state, 0L);
    throw switch (errno) {
      case EPROTOTYPE -> new WrongType();
      case ENOENT -> new IOException("there is no such socket");
      case ECONNREFUSED -> new IOException("nobody listens there");
      case EACCES -> new IOException("permission denied");
      case EAGAIN -> new IOException("its reader does not keep up");
      case EMSGSIZE -> new IOException("a message is longer than the socket takes");
      default -> new IOException("error " + errno + " of the system");
    };
  }

  @SuppressWarnings("restricted") // The functions are those of the C library that Java runs on.
  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }
}
