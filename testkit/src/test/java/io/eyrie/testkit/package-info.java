// SPDX-License-Identifier: Apache-2.0

/** The kit itself, put to the test by sources that break the contract in one way each. */
@NullMarked
package io.eyrie.testkit;

import org.jspecify.annotations.NullMarked;
