// SPDX-License-Identifier: Apache-2.0

/** JSON records for the log sources. */
@NullMarked
package io.eyrie.jsonlog;

import org.jspecify.annotations.NullMarked;
