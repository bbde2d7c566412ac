// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.PushOutput;
import java.util.List;

/** Starts the program for each batch; its exit code is the answer, as sysexits.h has them. */
final class EachBatch implements PushOutput {

  /** EX_DATAERR: the input is wrong, not the world. */
  private static final int WRONG_DATA = 65;

  private final Program program;
  private final AlertLine line;

  EachBatch(Program program, AlertLine line) {
    this.program = program;
    this.line = line;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    try (RunningProgram started = program.start()) {
      started.write(Program.lines(batch, line));
      int code = started.finish();
      if (code != 0) {
        String message =
            "%s has ended with exit code %d%s".formatted(program, code, started.said());
        throw new PluginException(
            PluginException.Kind.EXTERNAL,
            code == WRONG_DATA ? "program.refused" : "program.ended",
            message,
            code != WRONG_DATA,
            null);
      }
    }
  }

  @Override
  public void close() {}
}
