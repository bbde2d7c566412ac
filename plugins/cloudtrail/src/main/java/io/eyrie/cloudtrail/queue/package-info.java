// SPDX-License-Identifier: Apache-2.0

/**
 * Queues as an input: messages that name objects in S3, or hold a record themselves.
 *
 * <p>The way of a message: received, its objects downloaded beside those of others, judged on the
 * worker, and deleted once the host says that its alerts are stored. Until then it is kept from
 * others again and again before the time is over for which the queue hides it. When the host is
 * killed the queue gives it again; its events have the same identities.
 *
 * <p>A message that can't be understood is told, and left to the queue's dead letters; where the
 * queue has none, it is deleted. One whose objects may not be read is given back, and comes again
 * later and later.
 */
@NullMarked
package io.eyrie.cloudtrail.queue;

import org.jspecify.annotations.NullMarked;
