// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.eyrie.server.log}. */
@NullMarked
package io.eyrie.server.log;

import org.jspecify.annotations.NullMarked;
