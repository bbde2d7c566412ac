// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

/** How many rules one event may match. */
public enum RuleMatching {
  /** The first one of those that match, in the order of loading. */
  FIRST,
  /** Every one. */
  ALL
}
