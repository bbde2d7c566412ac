// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/**
 * A field {@code static.NAME} of the operator's configuration, with the same text for every event.
 *
 * @param text its value
 */
public record StaticField(String text) implements EngineField {
  /** What the names of all of them begin with. */
  public static final String PREFIX = "static.";

  @Override
  public boolean always() {
    return true;
  }
}
