// SPDX-License-Identifier: Apache-2.0
/** Tests. */
@NullMarked
package io.eyrie.syscall;

import org.jspecify.annotations.NullMarked;
