// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerttext.VisibleText;
import io.eyrie.alerttext.stream.TimedStream;
import io.eyrie.api.error.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A process of the program, with what it says read and logged. */
final class RunningProgram implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RunningProgram.class.getName());

  private static final Duration TO_END = Duration.ofSeconds(5);
  private static final int LONGEST_LINE = 1_000;

  private final Program program;
  private final Process process;
  private final TimedStream input;
  private final Thread listener;
  private volatile String lastLine = "";

  RunningProgram(Process process, Program program) {
    this.program = program;
    this.process = process;
    this.input =
        new TimedStream(
            program.instance() + "-write",
            process.getOutputStream(),
            process::destroyForcibly,
            program.timeout());
    this.listener =
        Thread.ofPlatform().name(program.instance() + "-listen").daemon().start(this::listen);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Writes lines to its standard input. */
  void write(byte[] lines) throws PluginException, InterruptedException {
    try {
      input.write(lines);
    } catch (TimedStream.Stalled _) {
      throw PluginException.external(
          "program.stalled",
          "%s has not read its input for %d ms and was killed: make it read, or raise timeout"
              .formatted(program, program.timeout().toMillis()),
          null);
    } catch (IOException _) {
      throw ended();
    }
  }

  /** Ends its input and waits for its exit code; it is killed when that takes too long. */
  int finish() throws PluginException, InterruptedException {
    closeInput();
    if (!process.waitFor(program.timeout())) {
      process.destroyForcibly();
      throw PluginException.external(
          "program.stalled",
          "%s has not ended within %d ms and was killed: raise timeout"
              .formatted(program, program.timeout().toMillis()),
          null);
    }
    listener.join(TO_END);
    return process.exitValue();
  }

  /** The failure that its end is to somebody who still has alerts for it. */
  PluginException ended() throws InterruptedException {
    if (!process.waitFor(TO_END)) {
      return PluginException.external(
          "program.closed", program + " has closed its input and runs on" + said(), null);
    }
    listener.join(TO_END);
    return PluginException.external(
        "program.ended",
        "%s has ended with exit code %d%s".formatted(program, process.exitValue(), said()),
        null);
  }

  /** Its last line, for messages. */
  String said() {
    return lastLine.isEmpty() ? "" : " (" + lastLine + ")";
  }

  private void listen() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream output = process.getInputStream()) {
      for (int b = output.read(); b >= 0; b = output.read()) {
        if (b == '\n') {
          log(line);
        } else if (line.size() < LONGEST_LINE) {
          line.write(b);
        }
      }
    } catch (IOException _) {
      // Its end closes the pipe under our feet.
    }
    log(line);
  }

  private void log(ByteArrayOutputStream line) {
    if (line.size() > 0) {
      lastLine = VisibleText.of(line.toString(UTF_8).strip());
      LOG.log(
          System.Logger.Level.INFO,
          "{0} of output {1} says: {2}",
          program,
          program.instance(),
          lastLine);
    }
    line.reset();
  }

  private void closeInput() {
    try {
      input.close();
    } catch (IOException _) {
      // What it has not read by now it was told of by a failed write.
    }
  }

  /** Ends its input and lets it end; else it is told to, and at last killed. */
  @Override
  public void close() {
    closeInput();
    try {
      if (!process.waitFor(TO_END)) {
        process.destroy();
        if (!process.waitFor(TO_END)) {
          process.destroyForcibly();
        }
      }
      listener.join(TO_END);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
