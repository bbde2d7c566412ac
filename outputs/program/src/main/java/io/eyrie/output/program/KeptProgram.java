// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.PushOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one program, which is started with the first batch and again after it has ended.
 *
 * <p>A batch counts as delivered when the program's pipe has taken it and the program lives; what
 * it had not read when it died later is lost. The next batch fails with how it ended, so that
 * somebody is told, and can be delivered to a new one.
 */
final class KeptProgram implements PushOutput {

  private final Program program;
  private final AlertLine line;
  private @Nullable RunningProgram running;

  KeptProgram(Program program, AlertLine line) {
    this.program = program;
    this.line = line;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    RunningProgram fed = running;
    if (fed == null) {
      fed = program.start();
      running = fed;
    }
    boolean taken = false;
    try {
      fed.write(Program.lines(batch, line));
      if (!fed.alive()) {
        throw fed.ended();
      }
      taken = true;
    } finally {
      if (!taken) {
        close();
      }
    }
  }

  @Override
  public void close() {
    RunningProgram fed = running;
    running = null;
    if (fed != null) {
      fed.close();
    }
  }
}
