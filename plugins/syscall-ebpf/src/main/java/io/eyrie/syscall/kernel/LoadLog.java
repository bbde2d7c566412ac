// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * What libbpf and the kernel's verifier say while a program is loaded, kept to be shown when it
 * fails: as one sentence for the operator and as the whole text for whoever mends it.
 *
 * <p>libbpf calls back through a stub of the JDK's, which is freed on closing. A callback of
 * jnr-ffi would never be freed, and would keep this plugin's classes in memory after it is
 * unloaded.
 */
final class LoadLog implements AutoCloseable {

  private static final int WARNING = 0;
  private static final int MAX_CHARS = 4 * 1024 * 1024;
  private static final int MAX_MESSAGE = 1024 * 1024;

  private final LibC c;
  private final Runtime runtime;
  private final Arena arena = Arena.ofConfined();
  private final StringBuilder text = new StringBuilder();
  private byte[] buffer = {};

  LoadLog(LibC c, Runtime runtime) {
    this.c = c;
    this.runtime = runtime;
  }

  /** What libbpf is to call; not after this has been closed. */
  @SuppressWarnings("restricted")
  Pointer listener() {
    try {
      MethodHandle print =
          MethodHandles.lookup()
              .bind(
                  this,
                  "print",
                  MethodType.methodType(
                      int.class, int.class, MemorySegment.class, MemorySegment.class));
      FunctionDescriptor shape =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
      MemorySegment stub = Linker.nativeLinker().upcallStub(print, shape, arena);
      return Pointer.wrap(runtime, stub.address());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called by libbpf. What is thrown to native code ends the process, so nothing is. */
  @SuppressWarnings("unused")
  private int print(int level, MemorySegment format, MemorySegment arguments) {
    if (level > WARNING || text.length() > MAX_CHARS) {
      return 0;
    }
    try {
      if (buffer.length == 0) {
        // The arguments can be walked once only, so the room is there from the first.
        buffer = new byte[MAX_MESSAGE];
      }
      int length =
          c.vsnprintf(
              buffer,
              buffer.length,
              Pointer.wrap(runtime, format.address()),
              Pointer.wrap(runtime, arguments.address()));
      if (length > 0) {
        text.append(
            new String(buffer, 0, Math.min(length, buffer.length - 1), StandardCharsets.UTF_8));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      text.append("(a message could not be kept: ").append(e).append(")\n");
    }
    return 0;
  }

  @Override
  public void close() {
    arena.close();
  }

  /** All that was said. */
  String text() {
    return text.toString();
  }

  /** The verifier's last word before its statistics, or libbpf's last line. */
  static String summary(String log) {
    List<String> lines = log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("processed ") && lines.get(i).contains(" insns")) {
        return lines.get(i - 1);
      }
    }
    return lines.isEmpty() ? "no reason given" : lines.getLast();
  }
}
