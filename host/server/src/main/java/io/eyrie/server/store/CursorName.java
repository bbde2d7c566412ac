// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * Names a place in the log that is kept for a reader.
 *
 * @param output the output instance that it belongs to
 * @param reader the reader's name within the output; empty for the place of a push output
 */
record CursorName(String output, String reader) {

  /** The place of a push output. */
  static CursorName ofOutput(String output) {
    return new CursorName(output, "");
  }
}
