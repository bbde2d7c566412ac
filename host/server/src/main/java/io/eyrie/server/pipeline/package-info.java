// SPDX-License-Identifier: Apache-2.0
/**
 * The way of an event from a source's {@code poll} to the alert store.
 *
 * <p>Each source instance has one {@link io.eyrie.server.pipeline.SourceWorker}, and with it one
 * thread. On that thread the source is opened, bound to the loaded rules, polled, and told what is
 * safely stored; its events are judged there too, by a {@code JudgingSink} that goes through
 * admission into the instance's own lane of the alert store. Nothing on this way is shared between
 * instances but the store itself.
 *
 * <p>A reload happens in two steps so that it can be called off: {@link
 * io.eyrie.server.pipeline.SourceWorker#prepare} binds the new rules beside the old ones, {@link
 * io.eyrie.server.pipeline.SourceWorker#commit} swaps them between two events.
 */
@NullMarked
package io.eyrie.server.pipeline;

import org.jspecify.annotations.NullMarked;
