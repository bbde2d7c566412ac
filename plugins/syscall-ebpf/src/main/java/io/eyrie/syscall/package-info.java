// SPDX-License-Identifier: Apache-2.0

/** The system call source. */
@NullMarked
package io.eyrie.syscall;

import org.jspecify.annotations.NullMarked;
