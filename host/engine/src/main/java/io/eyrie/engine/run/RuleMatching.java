// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

/** How many rules may match one event. */
public enum RuleMatching {
  /** The first in order of definition. */
  FIRST,
  /** All, in order of definition. */
  ALL
}
