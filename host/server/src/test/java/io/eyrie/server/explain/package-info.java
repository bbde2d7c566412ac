// SPDX-License-Identifier: Apache-2.0
/** Tests of explanations. */
@NullMarked
package io.eyrie.server.explain;

import org.jspecify.annotations.NullMarked;
