// SPDX-License-Identifier: Apache-2.0
/**
 * How fast alerts are stored and delivered, and how fast the stored ones are found: {@code
 * bench/store.sh}.
 */
@NullMarked
package io.eyrie.bench.store;

import org.jspecify.annotations.NullMarked;
