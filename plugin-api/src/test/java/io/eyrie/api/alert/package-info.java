// SPDX-License-Identifier: Apache-2.0
/** What filters of alerts let through. */
@NullMarked
package io.eyrie.api.alert;

import org.jspecify.annotations.NullMarked;
