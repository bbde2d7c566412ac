// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;
import java.util.List;

/**
 * A rule after all files had their say.
 *
 * @param tags sorted, each once
 * @param fileOrder the number of the file that spoke last
 * @param span the item that spoke first
 */
public record RuleDefinition(
    Text name,
    Text condition,
    Text desc,
    Text output,
    Priority priority,
    String source,
    boolean enabled,
    List<String> tags,
    boolean warnEventTypes,
    boolean skipIfUnknownFilter,
    boolean capture,
    long captureDurationMillis,
    int fileOrder,
    Span span) {
  /** The source of a rule that names none. */
  public static final String DEFAULT_SOURCE = "syscall";
}
