// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code file}: alerts as lines of a file that is rotated by size and time.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: file
 *     config:
 *       path: /var/log/eyrie/alerts.json
 *       max_size: 100MiB
 * }</pre>
 */
@NullMarked
package io.eyrie.output.file;

import org.jspecify.annotations.NullMarked;
