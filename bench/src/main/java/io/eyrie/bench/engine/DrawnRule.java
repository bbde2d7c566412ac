// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import java.util.List;

/**
 * A drawn rule.
 *
 * @param types the event types behind which the condition stands
 */
record DrawnRule(List<Integer> types, RuleTree condition) {}
