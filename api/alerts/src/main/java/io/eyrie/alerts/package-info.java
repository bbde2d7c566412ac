// SPDX-License-Identifier: Apache-2.0

/** The client of the alert stream. */
@NullMarked
package io.eyrie.alerts;

import org.jspecify.annotations.NullMarked;
