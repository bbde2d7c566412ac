// SPDX-License-Identifier: Apache-2.0

/** The console output. */
@NullMarked
package io.eyrie.output.console;

import org.jspecify.annotations.NullMarked;
