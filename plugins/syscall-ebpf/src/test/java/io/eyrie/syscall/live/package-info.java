// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.eyrie.syscall.live;

import org.jspecify.annotations.NullMarked;
