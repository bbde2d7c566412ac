// SPDX-License-Identifier: Apache-2.0
/**
 * Reading a BPF ring buffer from Java: the mapped pages, the order of loads and stores, and how to
 * wait without asking the kernel for more wake-ups than one per sleep.
 *
 * <pre>{@code
 * if (ring.drain(handler, 4096) > 0) {
 *   idle.busy();
 * } else {
 *   idle.await();
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.ring;

import org.jspecify.annotations.NullMarked;
