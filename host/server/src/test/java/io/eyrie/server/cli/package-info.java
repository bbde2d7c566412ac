// SPDX-License-Identifier: Apache-2.0

/** The commands, run in this process with their streams caught. */
@NullMarked
package io.eyrie.server.cli;

import org.jspecify.annotations.NullMarked;
