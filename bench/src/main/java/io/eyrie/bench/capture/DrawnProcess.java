// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.capture;

import java.util.ArrayList;
import java.util.List;

/** A process of a drawn capture: who it is, and what it has open. */
final class DrawnProcess {

  final long pid;
  final long parent;
  final String name;
  final String arguments;
  final List<Long> files = new ArrayList<>();
  final List<Long> sockets = new ArrayList<>();
  private long nextFd = 3;

  DrawnProcess(long pid, long parent, String name, String arguments) {
    this.pid = pid;
    this.parent = parent;
    this.name = name;
    this.arguments = arguments;
  }

  /** The number of a descriptor that it opens now; numbers come back as the kernel's do. */
  long open() {
    if (nextFd > 200) {
      nextFd = 3;
    }
    return nextFd++;
  }
}
