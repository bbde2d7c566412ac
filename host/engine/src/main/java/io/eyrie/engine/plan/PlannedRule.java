// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.alert.Template;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.expand.RuleDefinition;

/** A rule that is ready to be judged by. */
public record PlannedRule(RuleDefinition definition, Condition condition, Template output) {}
