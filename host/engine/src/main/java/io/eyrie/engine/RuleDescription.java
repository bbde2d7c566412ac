// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.alert.Priority;
import java.util.List;

/**
 * A loaded rule as lists of rules show it.
 *
 * @param description what it is for
 * @param condition as written, macros and lists in their names
 * @param output as written
 * @param tags sorted
 * @param enabled whether the files, and what the operator selects, leave it switched on
 * @param active whether it judges events: enabled, at least of the minimum priority, and its source
 *     there
 * @param conditionFields the fields that its condition asks for, macros included; empty when its
 *     source is not there
 * @param outputFields the fields that its output names, what the operator adds included; empty when
 *     its source is not there
 * @param wordedFields the fields of its alerts that the operator words
 * @param eventTypes the names of the event types that it may match; empty when it is not active
 * @param place where it is defined, {@code file:line:column}
 */
public record RuleDescription(
    String name,
    String description,
    String condition,
    String output,
    String source,
    Priority priority,
    List<String> tags,
    boolean enabled,
    boolean active,
    List<String> conditionFields,
    List<String> outputFields,
    List<String> wordedFields,
    List<String> eventTypes,
    String place) {}
