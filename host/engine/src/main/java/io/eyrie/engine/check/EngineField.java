// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/** A field that every source has, since the engine and not the source gives its value. */
public sealed interface EngineField permits EventField, StaticField {

  /** Whether every event has it. */
  boolean always();
}
