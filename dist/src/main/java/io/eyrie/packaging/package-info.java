// SPDX-License-Identifier: Apache-2.0

/** Steps of the build that packages the tree. */
@NullMarked
package io.eyrie.packaging;

import org.jspecify.annotations.NullMarked;
