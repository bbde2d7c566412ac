// SPDX-License-Identifier: Apache-2.0

/** A source that is sent events over HTTP and answers each request once its alerts are stored. */
@NullMarked
package io.eyrie.proof.webhook;

import org.jspecify.annotations.NullMarked;
