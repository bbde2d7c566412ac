// SPDX-License-Identifier: Apache-2.0
/**
 * The running host: puts modules, rules, sources, store and outputs together, and changes them
 * while they run.
 *
 * <p>{@link io.eyrie.server.host.Host} is the whole; {@link io.eyrie.server.host.Replay} is the
 * short form of it that judges recorded input and ends. Every change (a reload, a plugin that
 * comes, is replaced or goes) happens under one lock, so that each sees the state that the one
 * before left.
 */
@NullMarked
package io.eyrie.server.host;

import org.jspecify.annotations.NullMarked;
