// SPDX-License-Identifier: Apache-2.0

/**
 * What holds for the product as a whole: the walls between its rooms, the rules for its files, the
 * packaged tree and its launcher.
 */
@NullMarked
package io.eyrie.dist;

import org.jspecify.annotations.NullMarked;
