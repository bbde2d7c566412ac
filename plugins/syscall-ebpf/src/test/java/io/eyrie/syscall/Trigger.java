// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A child process that makes the raw system calls it is told on standard input: a number, then up
 * to six arguments ({@code i12} a number, {@code s/path} a text, {@code hff00} bytes, {@code o8} a
 * buffer to be written to), and answers with the result, negative errno on failure, and the
 * hexadecimal content of the last buffer.
 */
final class Trigger {

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  private Trigger() {}

  /** Runs until standard input ends. */
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
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    System.out.println("ready");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(call(syscall, line));
      }
    } catch (IOException e) {
      System.exit(1);
    }
  }

  private static String call(MethodHandle syscall, String line) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      String[] words = line.split(" ", -1);
      long[] values = new long[7];
      MemorySegment out = MemorySegment.NULL;
      values[0] = Long.parseLong(words[0]);
      for (int i = 1; i < words.length; i++) {
        String text = words[i].substring(1);
        switch (words[i].charAt(0)) {
          case 'i' -> values[i] = Long.parseLong(text);
          case 's' -> values[i] = arena.allocateFrom(text).address();
          case 'h' -> {
            byte[] bytes = HexFormat.of().parseHex(text);
            out = arena.allocate(Math.max(bytes.length, 1), 8);
            MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, 0, bytes.length);
            values[i] = out.address();
          }
          case 'o' -> {
            out = arena.allocate(Long.parseLong(text), 8);
            values[i] = out.address();
          }
          default -> throw new IllegalArgumentException(line);
        }
      }
      MemorySegment state = arena.allocate(STATE);
      long result =
          (long)
              syscall.invokeExact(
                  state, values[0], values[1], values[2], values[3], values[4], values[5],
                  values[6]);
      if (result == -1) {
        result =
            -(int) STATE.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(state, 0L);
      }
      return result + " " + HexFormat.of().formatHex(out.toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
