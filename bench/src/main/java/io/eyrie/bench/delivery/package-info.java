// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements of how alerts reach their receivers, from outside of a running host.
 *
 * <pre>{@code
 * bench/subscribers.sh
 * }</pre>
 */
@NullMarked
package io.eyrie.bench.delivery;

import org.jspecify.annotations.NullMarked;
