// SPDX-License-Identifier: Apache-2.0
/** Tests. */
@NullMarked
package io.eyrie.syscall.was.state;

import org.jspecify.annotations.NullMarked;
