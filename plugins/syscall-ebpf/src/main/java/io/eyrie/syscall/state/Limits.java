// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * How much is kept at most.
 *
 * @param threads of the whole system
 * @param descriptors of all processes
 */
public record Limits(int threads, int descriptors) {}
