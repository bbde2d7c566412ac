// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code console}: each alert a line on standard output, for people or as JSON.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: console
 *     config:
 *       format: json
 * }</pre>
 */
@NullMarked
package io.eyrie.output.console;

import org.jspecify.annotations.NullMarked;
