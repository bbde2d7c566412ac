// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

/** Where fields find what is known of containers. */
@FunctionalInterface
public interface Containers {

  /** Nothing is known of any beyond its id. */
  Containers UNKNOWN = ContainerRef::unasked;

  /** What is known of a container; of the worker of the source. */
  ContainerEntry entry(ContainerRef ref);
}
