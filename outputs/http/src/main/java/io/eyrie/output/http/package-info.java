// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code http}: alerts as requests to a web hook, signed if need be, or as CloudEvents.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: http
 *     config:
 *       url: https://hooks.example.com/eyrie
 *       signing_secret: ${HOOK_SECRET}
 * }</pre>
 */
@NullMarked
package io.eyrie.output.http;

import org.jspecify.annotations.NullMarked;
