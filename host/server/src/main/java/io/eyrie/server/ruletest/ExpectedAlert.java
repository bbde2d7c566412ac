// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a rule test expects.
 *
 * @param event the number of the event that raises it, from 1; 0 for any
 * @param times how often it comes, at least 1
 * @param fields values of fields of the output
 */
record ExpectedAlert(
    Name rule,
    int event,
    int times,
    @Nullable Name priority,
    @Nullable Name message,
    Map<String, Yaml.Entry> fields,
    Span span) {}
