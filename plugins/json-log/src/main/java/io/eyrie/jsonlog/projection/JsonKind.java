// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

/** What stands at a demanded path of the current record. */
public enum JsonKind {
  /** Nothing: a key on the way is missing, or leads to something without keys. */
  MISSING,
  /** The literal {@code null}. */
  NULL,
  /** The literal {@code true}. */
  TRUE,
  /** The literal {@code false}. */
  FALSE,
  /** A number. */
  NUMBER,
  /** A string. */
  STRING,
  /** An object. */
  OBJECT,
  /** An array. */
  ARRAY
}
