// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.alert.ValueFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator says about the rules of all files.
 *
 * @param minimum rules less severe than this have to compile, but are not active
 * @param selection which rules are on, where that is not left to the files
 * @param staticFields the values of the fields {@code static.NAME} by NAME
 * @param additions what is added to outputs, in this order
 * @param format how values are written into messages
 */
public record RuleSettings(
    Priority minimum,
    RuleSelection selection,
    Map<String, String> staticFields,
    List<OutputAddition> additions,
    ValueFormat format) {
  /** Leaves all to the files. */
  public static final RuleSettings NONE =
      new RuleSettings(Priority.DEBUG, RuleSelection.NONE, Map.of(), List.of(), ValueFormat.PLAIN);

  /** Copies the collections; the map keeps its order. */
  public RuleSettings {
    staticFields = Collections.unmodifiableMap(new LinkedHashMap<>(staticFields));
    additions = List.copyOf(additions);
  }

  /** These with no more than the static fields, for what looks at rules whoever runs them. */
  public RuleSettings onlyStaticFields() {
    return new RuleSettings(
        NONE.minimum, NONE.selection, staticFields, NONE.additions, NONE.format);
  }

  /** A number that differs, most likely, when alerts would differ, in every process the same. */
  public int fingerprint() {
    return List.of(
            new TreeMap<>(staticFields).toString(),
            additions.stream().map(OutputAddition::meaning).toList().toString(),
            format.name())
        .hashCode();
  }
}
