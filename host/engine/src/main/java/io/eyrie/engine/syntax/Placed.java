// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

/**
 * A piece that was read within a longer text.
 *
 * @param end position in the text after its last character
 */
public record Placed<T>(T piece, int end) {}
