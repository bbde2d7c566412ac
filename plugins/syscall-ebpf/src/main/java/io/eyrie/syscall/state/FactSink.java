// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * Takes what a table of the system tells, row by row: {@link SystemState} begins with such rows, a
 * capture's head is written of them.
 */
public interface FactSink {

  /** A thread; its process's main thread may come later. */
  void thread(ThreadFacts thread);

  /**
   * An open descriptor.
   *
   * @param tid the thread, told before; of an unknown one it is ignored
   */
  void descriptor(long tid, DescriptorFacts descriptor);

  /** A network interface's address. */
  void networkInterface(InterfaceFacts networkInterface);

  /** A user. */
  void user(UserFacts user);

  /** A group. */
  void group(GroupFacts group);
}
