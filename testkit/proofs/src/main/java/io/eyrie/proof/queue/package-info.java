// SPDX-License-Identifier: Apache-2.0

/** A source of messages in a queue: each is deleted once its alerts are stored. */
@NullMarked
package io.eyrie.proof.queue;

import org.jspecify.annotations.NullMarked;
