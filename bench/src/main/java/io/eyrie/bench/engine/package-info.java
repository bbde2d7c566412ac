// SPDX-License-Identifier: Apache-2.0
/**
 * What judging an event costs: the engine's evaluator beside a plain one, over drawn rules and
 * events. See {@code bench/README.md} for how to run it and for figures.
 */
@NullMarked
package io.eyrie.bench.engine;

import org.jspecify.annotations.NullMarked;
