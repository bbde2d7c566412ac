// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.event.Capabilities;
import io.eyrie.syscall.event.Text;
import java.lang.foreign.Arena;

/**
 * Takes up the capabilities that loading needs and puts them down afterwards, on all threads of the
 * process: from then on nothing in it can load kernel programs, or do what no part of Eyrie ever
 * does (mount, load modules, change networks), by accident or because it was talked into it.
 */
public final class Privileges {

  /** What becomes of capabilities once the program is loaded. */
  public enum After {
    /**
     * Those that loading needs are put by: not in use, but there for the next load, when the source
     * is restarted or its plugin replaced. Those that Eyrie never needs are given up.
     */
    LOWER,
    /** All are given up but those in use: the source can't be opened again in this process. */
    DROP,
    /** All stay as they are. */
    KEEP
  }

  /**
   * What other parts of Eyrie may need when they were given it, such as root's right to write files
   * of others: owners and permissions of files, users, kill, ports below 1024.
   */
  private static final long OF_OTHERS =
      1L << 0 | 1L << 1 | 1L << 3 | 1L << 4 | 1L << 5 | 1L << 6 | 1L << 7 | 1L << 10;

  private static final long TO_LOAD = Capability.BPF.mask() | Capability.PERFMON.mask();
  private static final long TO_RUN =
      Capability.DAC_READ_SEARCH.mask() | Capability.SYS_PTRACE.mask();

  private Privileges() {}

  /**
   * Takes up what the calling thread has put by and loading needs.
   *
   * @return what it had before, for {@link #restore}
   */
  static CapabilitySets raise(LibC c) {
    CapabilitySets own = ThreadCapabilities.own();
    long effective = own.effective() | loading(own.permitted()) | own.permitted() & TO_RUN;
    if (effective != own.effective()) {
      set(c, own.permitted(), effective);
    }
    return own;
  }

  /** Gives the calling thread back what it had before a load that failed. */
  static void restore(LibC c, CapabilitySets before) {
    if (!ThreadCapabilities.own().same(before)) {
      set(c, before.permitted(), before.effective());
    }
  }

  private static void set(LibC c, long permitted, long effective) {
    try (Arena arena = Arena.ofConfined()) {
      new ThreadCapabilities(c, arena).setOwn(permitted, effective);
    }
  }

  /** What of these a load takes; CAP_SYS_ADMIN, which can all that, only when there is no other. */
  private static long loading(long permitted) {
    return (permitted & TO_LOAD) == TO_LOAD
        ? TO_LOAD
        : permitted & (TO_LOAD | Capability.SYS_ADMIN_MASK);
  }

  /**
   * Puts down what is no longer needed.
   *
   * @param arena lives as long as the program
   * @return what was done, one sentence for the operator
   */
  static String lower(LibC c, Arena arena, After after) {
    CapabilitySets own = ThreadCapabilities.own();
    if (after == After.KEEP) {
      return "capabilities are kept as they are: " + names(own.effective());
    }
    long effective = own.permitted() & (TO_RUN | OF_OTHERS);
    long putBy = after == After.DROP ? 0 : loading(own.permitted());
    ThreadCapabilities.Outcome outcome =
        new ThreadCapabilities(c, arena).setAll(effective | putBy, effective);
    StringBuilder said = new StringBuilder();
    if (outcome.unlike() == 0) {
      said.append("all ").append(outcome.threads()).append(" threads");
    } else {
      said.append(outcome.threads() - outcome.unlike())
          .append(" of ")
          .append(outcome.threads())
          .append(" threads, the others could not be changed,");
    }
    said.append(" have put down the capabilities to load programs into the kernel; in use: ")
        .append(names(effective));
    if (putBy != 0) {
      said.append("; put by for the next load: ").append(names(putBy));
    }
    return said.toString();
  }

  private static String names(long mask) {
    Text text = new Text();
    Capabilities.write(mask, text);
    return text.isEmpty() ? "none" : text.toString();
  }
}
