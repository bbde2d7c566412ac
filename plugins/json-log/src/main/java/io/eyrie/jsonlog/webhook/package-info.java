// SPDX-License-Identifier: Apache-2.0

/**
 * Records that are sent to us over HTTP or HTTPS, answered once their alerts are stored.
 *
 * <pre>
 * a handler's thread: method, path, size, room  -> 404 405 413 415 429
 *   the doorkeeper: signature, headers          -> 400 401, or 200 for what was there before
 *   queue -> worker: judged, checkpoint
 *   host: stored -> the handler answers           200, 400 when no record was good
 * </pre>
 *
 * <p>A sender that hears nothing sends again; its records have an identity, so that an alert is
 * stored once however often they come. What waits is bounded in bytes: beyond, senders hear 429.
 */
@NullMarked
package io.eyrie.jsonlog.webhook;

import org.jspecify.annotations.NullMarked;
