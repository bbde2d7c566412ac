// SPDX-License-Identifier: Apache-2.0

/** The CloudTrail source. */
@NullMarked
package io.eyrie.cloudtrail;

import org.jspecify.annotations.NullMarked;
