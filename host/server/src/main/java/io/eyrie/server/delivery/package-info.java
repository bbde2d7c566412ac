// SPDX-License-Identifier: Apache-2.0
/**
 * Delivery: one worker thread per output instance carries alerts from the log to the output, at the
 * output's own speed.
 *
 * <p>A worker opens its output, and again after failures, with growing pauses. A push output is
 * given batches from its own place in the log, which moves when a batch is delivered; what can't be
 * delivered at all becomes a dead letter, what the retention took is told in its place. A serving
 * output is lent the log. No output waits for another, and none is waited for by sources.
 *
 * <pre>{@code
 * try (Delivery delivery = new Delivery(store, hostAlerts, DeliverySettings.defaults())) {
 *   delivery.start(new OutputSpec("screen", "console", provider, config, context));
 *   ...
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.server.delivery;

import org.jspecify.annotations.NullMarked;
