// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Runs {@link Trigger} and has it make system calls. */
final class TriggerProcess implements AutoCloseable {

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private String lastBuffer = "";

  TriggerProcess() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Trigger.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    String first = answers.readLine();
    if (!"ready".equals(first)) {
      throw new IOException("trigger said " + first);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Makes a call; arguments are numbers, texts and byte arrays. */
  long call(long number, Object... arguments) {
    StringBuilder line = new StringBuilder().append(number);
    for (Object argument : arguments) {
      line.append(' ')
          .append(
              switch (argument) {
                case String text -> "s" + text;
                case byte[] bytes -> "h" + HexFormat.of().formatHex(bytes);
                case Number value -> "i" + value.longValue();
                default -> throw new IllegalArgumentException(argument.toString());
              });
    }
    try {
      commands.write(line.append('\n').toString());
      commands.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("trigger ended");
      }
      String[] words = answer.split(" ", -1);
      lastBuffer = words.length > 1 ? words[1] : "";
      return Long.parseLong(words[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last byte array of the last call held after it. */
  byte[] lastBuffer() {
    return HexFormat.of().parseHex(lastBuffer);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.onExit().join();
  }
}
