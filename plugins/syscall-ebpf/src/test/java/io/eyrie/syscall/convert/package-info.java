// SPDX-License-Identifier: Apache-2.0
/** Events of old programs as events of today. */
@NullMarked
package io.eyrie.syscall.convert;

import org.jspecify.annotations.NullMarked;
