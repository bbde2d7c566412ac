// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.observe.Health;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.syscall.container.ContainerEntry;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerRegistry;
import io.eyrie.syscall.field.CurrentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings what container engines tell into the judging of events: says which events have to wait for
 * it, and lets them go on when it has arrived. Of the worker, as the source is.
 */
final class ContainerWatch {

  private final ContainerRegistry registry;
  private final CurrentEvent current;
  private final Health health;
  private final List<String> weaknesses;
  private boolean needed;
  private String told = "";
  private Consumer<ContainerFacts> arrivalListener = _ -> {};

  /**
   * A watch of one source.
   *
   * @param weaknesses what else is not as it should be, for the health of the instance
   */
  ContainerWatch(
      ContainerRegistry registry, CurrentEvent current, Health health, List<String> weaknesses) {
    this.registry = registry;
    this.current = current;
    this.health = health;
    this.weaknesses = weaknesses;
    current.containers(registry);
    tell();
  }

  /** Once rules need fields of containers, engines are asked: older rules may live longer. */
  void needed(Demand demand) {
    needed |= demand.fields().stream().anyMatch(request -> request.field().late());
  }

  /** What the current event waits for; 0 when for nothing. */
  long awaited() {
    if (!needed) {
      return 0;
    }
    ContainerEntry entry = current.container();
    return entry != null && entry.pending() ? entry.key() : 0;
  }

  /** What is known of all containers now. */
  void each(Consumer<ContainerFacts> action) {
    registry.each(action);
  }

  /** Is told from now on what arrives. */
  void tellArrivals(Consumer<ContainerFacts> listener) {
    arrivalListener = listener;
  }

  /** The container of the current event is asked for if it is not known. */
  void look() {
    ContainerEntry _ = current.container();
  }

  /** Lets the events go on whose containers have arrived. */
  @SuppressWarnings("ReferenceEquality") // the registry gives the same text until it changes
  void arrivals(EventSink sink) {
    for (ContainerEntry entry = registry.arrived(); entry != null; entry = registry.arrived()) {
      ContainerFacts facts = entry.facts();
      if (facts != null) {
        arrivalListener.accept(facts);
      }
      current.arrived(entry);
      try {
        sink.release(entry.key());
      } finally {
        current.arrived(null);
      }
    }
    if (registry.troubles() != told) {
      tell();
    }
  }

  private void tell() {
    told = registry.troubles();
    List<String> reasons = new ArrayList<>(weaknesses);
    if (!told.isEmpty()) {
      reasons.add(told);
    }
    if (reasons.isEmpty()) {
      health.healthy();
    } else {
      health.degraded(String.join("; ", reasons));
    }
  }

  void close() {
    registry.close();
  }
}
