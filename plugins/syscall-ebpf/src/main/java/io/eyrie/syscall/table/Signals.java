// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the signals of Linux, real-time signals aside. */
public final class Signals {

  private static final List<String> NAMES =
      List.of(
          "SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS"
              .split(" ", -1));

  private Signals() {}

  /** The name of a number from 1, or null when it has none. */
  public static @Nullable String name(long number) {
    return number > 0 && number <= NAMES.size() ? NAMES.get((int) number - 1) : null;
  }
}
