// SPDX-License-Identifier: Apache-2.0
/** Captures as they are read, written, and judged. */
@NullMarked
package io.eyrie.syscall.capture;

import org.jspecify.annotations.NullMarked;
