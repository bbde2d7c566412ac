// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A program that is given alerts, and how it is started.
 *
 * @param command the program and its arguments
 * @param environment all variables that it gets
 * @param folder where it is started
 * @param timeout how long it may take to read a batch
 * @param instance names threads and lines of the log
 */
record Program(
    List<String> command,
    Map<String, String> environment,
    Path folder,
    Duration timeout,
    String instance) {

  Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Starts it. */
  RunningProgram start() throws PluginException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new RunningProgram(builder.start(), this);
    } catch (IOException e) {
      // The JDK's message tells the error of the system.
      throw new PluginException(
          PluginException.Kind.USER,
          "program.unstartable",
          "%s can't be started (%s): check the path and that it may be executed"
              .formatted(command.getFirst(), Objects.requireNonNullElse(e.getMessage(), "?")),
          true,
          e);
    }
  }

  /** The lines of a batch. */
  static byte[] lines(List<Alert> batch, AlertLine line) {
    StringBuilder lines = new StringBuilder();
    for (Alert alert : batch) {
      line.append(alert, lines);
      lines.append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  /** The program alone: arguments and variables may be secrets. */
  @Override
  public String toString() {
    return command.getFirst();
  }
}
