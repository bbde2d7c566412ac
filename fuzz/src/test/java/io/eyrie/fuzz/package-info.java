// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzers: whatever text stands where a person writes, it ends in an answer or in diagnostics;
 * never in an exception, a hang or memory without bound.
 *
 * <p>In a build each runs its seeds, which are the inputs that have found a fault before and some
 * to begin with, and then a set number of new inputs. {@code ./mvnw test -pl fuzz -am -Pfuzz} looks
 * for hours.
 */
@NullMarked
package io.eyrie.fuzz;

import org.jspecify.annotations.NullMarked;
