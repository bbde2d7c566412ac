// SPDX-License-Identifier: Apache-2.0

/** The proof plugins, put through the contract kit as an author would his own. */
@NullMarked
package io.eyrie.proof;

import org.jspecify.annotations.NullMarked;
