// SPDX-License-Identifier: Apache-2.0

/** A source that asks a service for what is new since its cursor. */
@NullMarked
package io.eyrie.proof.poller;

import org.jspecify.annotations.NullMarked;
