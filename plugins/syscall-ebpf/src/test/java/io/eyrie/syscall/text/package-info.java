// SPDX-License-Identifier: Apache-2.0
/** Parameters as text. */
@NullMarked
package io.eyrie.syscall.text;

import org.jspecify.annotations.NullMarked;
