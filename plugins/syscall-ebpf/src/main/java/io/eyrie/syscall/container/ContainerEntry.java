// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import org.jspecify.annotations.Nullable;

/** What is known of a container so far. Of the worker of the source. */
public final class ContainerEntry {

  static final long NEVER = Long.MAX_VALUE;

  private final ContainerRef ref;
  private final long key;
  private @Nullable ContainerFacts facts;
  private boolean pending;
  boolean asking;
  int unanswered;
  long nextAskNanos = NEVER;

  ContainerEntry(ContainerRef ref, long key, boolean pending) {
    this.ref = ref;
    this.key = key;
    this.pending = pending;
  }

  /** A container of which all is known that will be. */
  public static ContainerEntry known(ContainerRef ref, ContainerFacts facts) {
    ContainerEntry entry = new ContainerEntry(ref, 0, false);
    entry.settle(facts);
    return entry;
  }

  /** Which container. */
  public ContainerRef ref() {
    return ref;
  }

  /** A number of its own in this registry, from 1. */
  public long key() {
    return key;
  }

  /** What the engine says; null before it has answered, and when no engine knows it. */
  public @Nullable ContainerFacts facts() {
    return facts;
  }

  /** Whether the engines are being asked for the first time. */
  public boolean pending() {
    return pending;
  }

  /** What runs it, as far as is known. */
  public EngineType engine() {
    return facts == null ? ref.engine() : facts.engine();
  }

  void settle(@Nullable ContainerFacts found) {
    pending = false;
    if (found != null) {
      facts = found;
    }
  }
}
