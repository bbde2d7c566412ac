// SPDX-License-Identifier: Apache-2.0
/**
 * The speed of replay: a capture of many varied events, drawn anew but always the same, and what it
 * takes to read it, to keep the state by it, and to judge it.
 *
 * <pre>{@code
 * bench/replay.sh 2000000 rules.yaml
 * }</pre>
 */
@NullMarked
package io.eyrie.bench.capture;

import org.jspecify.annotations.NullMarked;
