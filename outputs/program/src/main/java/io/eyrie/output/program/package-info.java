// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code program}: alerts as lines on the standard input of a program.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: program
 *     config:
 *       command: [/usr/local/bin/on-alert, --json]
 * }</pre>
 */
@NullMarked
package io.eyrie.output.program;

import org.jspecify.annotations.NullMarked;
