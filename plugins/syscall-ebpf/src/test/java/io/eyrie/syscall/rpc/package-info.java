// SPDX-License-Identifier: Apache-2.0
/** Specifies questions to services on Unix sockets, against real servers. */
@NullMarked
package io.eyrie.syscall.rpc;

import org.jspecify.annotations.NullMarked;
