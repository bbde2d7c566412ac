// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.observe.Metrics;
import io.eyrie.syscall.kernel.SharedState;
import io.eyrie.syscall.state.SystemState;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shows how full the tables are and what was not told in full. The worker copies the numbers once
 * per poll, so that other threads never look into its tables or into mapped memory.
 */
final class SourceMeters {

  private final SharedState shared;
  private final SystemState state;
  private final Rising pathsAbsent;
  private final Rising readAtExit;
  private final Rising changed;
  private final Rising evicted;
  private final Rising refused;
  private final Rising accountsEvicted;
  private final Rising accountsUnread;
  private volatile long processes;
  private volatile long descriptors;
  private volatile long containers;
  private int polls;

  SourceMeters(Metrics metrics, SharedState shared, SystemState state) {
    this.shared = shared;
    this.state = state;
    metrics.gauge("processes", "Processes kept in memory.", () -> processes);
    metrics.gauge("descriptors", "Open descriptors kept in memory.", () -> descriptors);
    metrics.gauge(
        "container_accounts",
        "Containers whose users and groups are kept in memory.",
        () -> containers);
    pathsAbsent =
        new Rising(
            metrics.counter("paths_absent", "Events whose path or address could not be read."));
    readAtExit =
        new Rising(
            metrics.counter("paths_read_late", "Calls whose path had to be read at their exit."));
    changed =
        new Rising(
            metrics.counter(
                "paths_changed",
                "Paths and addresses that were changed while the kernel looked at them."));
    evicted =
        new Rising(
            metrics.counter(
                "processes_evicted", "Processes forgotten to stay within max_processes."));
    refused =
        new Rising(
            metrics.counter(
                "descriptors_refused", "Descriptors not kept, to stay within max_descriptors."));
    accountsEvicted =
        new Rising(
            metrics.counter(
                "container_accounts_evicted",
                "Containers whose users and groups were forgotten to stay within max_containers or 32 MiB."));
    accountsUnread =
        new Rising(
            metrics.counter(
                "container_accounts_unread",
                "Times that the users and groups of a container could not be read, or not in time."));
  }

  void update() {
    processes = state.threads().size();
    descriptors = state.descriptors();
    evicted.to(state.threads().evicted());
    refused.to(state.descriptorsRefused());
    containers = state.containersWithAccounts();
    accountsEvicted.to(state.accountsEvicted());
    accountsUnread.to(state.accountsUnread());
    // Sums over all CPUs: not at each poll.
    if ((polls++ & 63) == 0) {
      pathsAbsent.to(shared.unreadable());
      readAtExit.to(shared.readAtExit());
      changed.to(shared.changed());
    }
  }

  /** Follows a number that only grows. */
  private static final class Rising {
    private final LongAdder counter;
    private long seen;

    Rising(LongAdder counter) {
      this.counter = counter;
    }

    void to(long now) {
      if (now > seen) {
        counter.add(now - seen);
        seen = now;
      }
    }
  }
}
