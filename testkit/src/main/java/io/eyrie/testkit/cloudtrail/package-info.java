// SPDX-License-Identifier: Apache-2.0

/**
 * What CloudTrail records mean by a plain JSON tree, for tests that hold the source, and the whole
 * way of its events, against something that was written apart from them.
 *
 * <pre>{@code
 * for (CloudTrailTree tree : CloudTrailTree.eventsOf(file)) {
 *   assertThat(extracted(tree)).isEqualTo(tree.fields());
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.testkit.cloudtrail;

import org.jspecify.annotations.NullMarked;
