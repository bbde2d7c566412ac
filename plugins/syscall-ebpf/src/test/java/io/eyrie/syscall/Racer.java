// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Opens a path again and again while another thread changes its last letter from {@code a} to
 * {@code b} and back: {@code Racer FOLDER TIMES}.
 */
final class Racer {

  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
  private static final long OPENAT = 257;
  private static final long CLOSE = 3;

  /** Longer than a call mostly takes, so that hardly one sees the letter change and change back. */
  private static final long PAUSE_NANOS = 20_000;

  private static volatile boolean over;

  private Racer() {}

  /** Runs to the end. */
  @SuppressWarnings("restricted") // the system calls are what it is for
  public static void main(String[] arguments) throws Throwable {
    MethodHandle syscall =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment path = arena.allocateFrom(arguments[0] + "/a");
      long last = path.byteSize() - 2;
      Thread changer = Thread.ofPlatform().start(() -> change(path, last));
      int times = Integer.parseInt(arguments[1]);
      for (int i = 0; i < times; i++) {
        long fd = (long) syscall.invokeExact(OPENAT, -100L, path.address(), 0L);
        long _ = (long) syscall.invokeExact(CLOSE, fd, 0L, 0L);
      }
      over = true;
      changer.join();
    }
  }

  private static void change(MemorySegment path, long at) {
    byte letter = 'a';
    while (!over) {
      letter = (byte) (letter ^ 'a' ^ 'b');
      BYTE.setVolatile(path, at, letter);
      long until = System.nanoTime() + PAUSE_NANOS;
      while (System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
    }
  }
}
