// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Text;

/**
 * The working directory of a process, or of several that share it ({@code CLONE_FS}); ends in a
 * slash, empty when it is not known.
 */
public final class WorkingDirectory {

  private final Text path = new Text(32);

  WorkingDirectory() {}

  /** The path with its final slash. */
  public Text path() {
    return path;
  }

  void set(Text newPath) {
    path.set(newPath);
    if (path.isEmpty() || path.at(path.length() - 1) != '/') {
      path.append('/');
    }
  }

  WorkingDirectory copy() {
    WorkingDirectory copy = new WorkingDirectory();
    copy.path.set(path);
    return copy;
  }
}
