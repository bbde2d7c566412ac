// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a record of the kernel program from the ring to the verdict of the rules.
 *
 * <pre>{@code
 * bench/verdict.sh rules.yaml
 * }</pre>
 */
@NullMarked
package io.eyrie.bench.ring;

import org.jspecify.annotations.NullMarked;
