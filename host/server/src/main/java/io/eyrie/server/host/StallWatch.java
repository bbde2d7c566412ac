// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.pipeline.WorkerStatus;
import io.eyrie.server.store.AlertStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, once for each time, of sources that hang in a call into their plugin. */
final class StallWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final SourceFleet sources;
  private final HostAlerts hostAlerts;
  private final AlertStore store;
  private final Set<String> told = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private StallWatch(SourceFleet sources, HostAlerts hostAlerts, AlertStore store) {
    this.sources = sources;
    this.hostAlerts = hostAlerts;
    this.store = store;
    this.thread = Thread.ofPlatform().daemon().name("eyrie-stall-watch").unstarted(this::watch);
  }

  /** Begins to watch. */
  static StallWatch start(SourceFleet sources, HostAlerts hostAlerts, AlertStore store) {
    StallWatch watch = new StallWatch(sources, hostAlerts, store);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        sources.members().forEach(member -> member.status().ifPresent(this::look));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(WorkerStatus status) {
    if (status.stalledSeconds() == 0) {
      if (told.remove(status.instance())) {
        LOG.info("{}: its plugin has come back from the call", status.instance());
      }
    } else if (told.add(status.instance())) {
      LOG.error(
          "{}: plugin {} has not returned from a call for {} s",
          status.instance(),
          status.plugin(),
          status.stalledSeconds());
      store.raise(hostAlerts.pluginStalled(status.plugin(), status.instance(), "a call"));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
