// SPDX-License-Identifier: Apache-2.0
/**
 * What the container engines of this machine say of its containers and pods.
 *
 * <p>A process is known to be in a container by its cgroups, at once and without asking anybody:
 * {@link io.eyrie.syscall.container.ContainerRef}. All else, names, image, labels, mounts, is asked
 * of the engines on their Unix sockets, by a few threads of the {@link
 * io.eyrie.syscall.container.ContainerRegistry}; the worker of the source looks into its cache and
 * takes over what has arrived between two polls.
 *
 * <pre>{@code
 * ContainerEntry entry = registry.entry(ref);   // asks when it is new
 * ContainerFacts facts = entry.facts();         // null until they have arrived
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.container;

import org.jspecify.annotations.NullMarked;
