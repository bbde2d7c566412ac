// SPDX-License-Identifier: Apache-2.0
/** Specifies what is learned of containers, against servers of the engines' protocols. */
@NullMarked
package io.eyrie.syscall.container;

import org.jspecify.annotations.NullMarked;
