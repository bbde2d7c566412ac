// SPDX-License-Identifier: Apache-2.0
/** Tests of the names of hosts. */
@NullMarked
package io.eyrie.syscall.name;

import org.jspecify.annotations.NullMarked;
