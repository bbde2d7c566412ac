// SPDX-License-Identifier: Apache-2.0

/** The host process. */
@NullMarked
package io.eyrie.server;

import org.jspecify.annotations.NullMarked;
