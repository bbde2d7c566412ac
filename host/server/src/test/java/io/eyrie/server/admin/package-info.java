// SPDX-License-Identifier: Apache-2.0

/** Tests of {@code io.eyrie.server.admin}. */
@NullMarked
package io.eyrie.server.admin;

import org.jspecify.annotations.NullMarked;
