// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.eyrie.server.metrics}. */
@NullMarked
package io.eyrie.server.metrics;

import org.jspecify.annotations.NullMarked;
