// SPDX-License-Identifier: Apache-2.0

/** Events judged by rules as the host does it, without a host. */
@NullMarked
package io.eyrie.bench.judge;

import org.jspecify.annotations.NullMarked;
