// SPDX-License-Identifier: Apache-2.0
/**
 * Reading BPF ring buffers from Java: the mapped pages, the order of loads and stores, two rings as
 * one stream, and how to wait without asking the kernel for more wake-ups than one per sleep.
 *
 * <pre>{@code
 * if (rings.drain(handler, 4096) > 0) {
 *   idle.busy();
 * } else {
 *   idle.await();
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.ring;

import org.jspecify.annotations.NullMarked;
