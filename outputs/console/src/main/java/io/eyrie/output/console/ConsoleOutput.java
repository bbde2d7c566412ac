// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.PushOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a batch in one piece and flushes it, so that a reader at the other end of a pipe sees
 * every alert once it is delivered.
 *
 * <p>The stream is the process's own and is left open.
 */
final class ConsoleOutput implements PushOutput {

  private final OutputStream out;
  private final AlertLine line;

  ConsoleOutput(OutputStream out, AlertLine line) {
    this.out = out;
    this.line = line;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException {
    StringBuilder lines = new StringBuilder();
    for (Alert alert : batch) {
      line.append(alert, lines);
      lines.append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw PluginException.external(
          "stdout.failed",
          "standard output can't be written (%s): if its reader has ended, restart eyrie with an open one or remove this output"
              .formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {}
}
