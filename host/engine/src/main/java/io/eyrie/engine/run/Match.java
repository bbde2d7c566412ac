// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.alert.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rule says of one event. It keeps nothing of the event's own memory.
 *
 * @param rule the name of the rule
 * @param ordinal the position of the rule among those of its source, the same as long as the rules
 *     are
 * @param source the event source
 * @param tags sorted
 * @param timeNanos when the event happened, nanoseconds since the epoch
 * @param eventNumber the number that the evaluator was told
 * @param message the output with its fields filled in
 * @param fields the fields of the output by name, in its order; a value is a {@code Long}, {@code
 *     Double}, {@code Boolean}, {@code String}, {@code BigInteger}, a {@code List} of these, or
 *     null
 */
public record Match(
    String rule,
    int ordinal,
    Priority priority,
    String source,
    List<String> tags,
    long timeNanos,
    long eventNumber,
    String message,
    Map<String, @Nullable Object> fields) {}
