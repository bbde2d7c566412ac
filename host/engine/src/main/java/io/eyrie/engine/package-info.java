// SPDX-License-Identifier: Apache-2.0

/** The rule engine. */
@NullMarked
package io.eyrie.engine;

import org.jspecify.annotations.NullMarked;
