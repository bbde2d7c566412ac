// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/** What a process is in a connection. */
public enum Role {
  NONE,
  CLIENT,
  SERVER
}
