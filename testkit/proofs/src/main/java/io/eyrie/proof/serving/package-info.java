// SPDX-License-Identifier: Apache-2.0

/** An output that serves the alert log over HTTP. */
@NullMarked
package io.eyrie.proof.serving;

import org.jspecify.annotations.NullMarked;
