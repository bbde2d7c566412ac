// SPDX-License-Identifier: Apache-2.0

/** The test kit for plugin authors. */
@NullMarked
package io.eyrie.testkit;

import org.jspecify.annotations.NullMarked;
