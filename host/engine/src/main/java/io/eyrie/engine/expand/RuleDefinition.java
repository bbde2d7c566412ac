// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import java.util.List;

/**
 * A rule after all files had their say.
 *
 * @param tags sorted, each once
 * @param exceptions in the order of their first items
 * @param fileOrder the number of the file that spoke last
 * @param trail the last item that defined it as a whole
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
    List<ExceptionDefinition> exceptions,
    boolean warnEventTypes,
    boolean skipIfUnknownFilter,
    boolean capture,
    long captureDurationMillis,
    int fileOrder,
    Trail trail) {
  /** The source of a rule that names none. */
  public static final String DEFAULT_SOURCE = "syscall";

  /** The trail to the condition. */
  public Trail conditionTrail() {
    return trail.in(ItemType.RULE_CONDITION, "", condition.span());
  }

  /** The trail to the output. */
  public Trail outputTrail() {
    return trail.in(ItemType.RULE_OUTPUT, "", output.span());
  }

  /** The place of the item that defines it. */
  public Span span() {
    return trail.span();
  }
}
