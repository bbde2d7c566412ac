// SPDX-License-Identifier: Apache-2.0
/** Tests. */
@NullMarked
package io.eyrie.syscall.was.field;

import org.jspecify.annotations.NullMarked;
