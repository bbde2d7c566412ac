// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

/** How grave a diagnostic is: an error refuses the whole load, a warning only speaks. */
public enum Severity {
  /** The rules are not loaded. */
  ERROR,
  /** The rules are loaded, though perhaps not as their author meant them. */
  WARNING;

  /** The word that is printed before a message. */
  public String word() {
    return this == ERROR ? "error" : "warning";
  }
}
