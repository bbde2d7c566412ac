// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * How much is kept at most.
 *
 * @param threads of the whole system
 * @param descriptors of all processes
 * @param containers of which users and groups are kept; of a capture all are that it tells of
 */
public record Limits(int threads, int descriptors, int containers) {

  private static final int CONTAINERS = 4096;

  /** Limits with the usual number of containers. */
  public Limits(int threads, int descriptors) {
    this(threads, descriptors, CONTAINERS);
  }
}
