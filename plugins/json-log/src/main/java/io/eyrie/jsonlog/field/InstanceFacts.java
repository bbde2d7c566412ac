// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fields may know of the instance whose records they are read from.
 *
 * @param settings texts of its configuration by key, of those keys only that fields ask for
 * @param memory what it remembers of earlier records; null when its source remembers nothing
 */
public record InstanceFacts(Map<String, String> settings, @Nullable RecordMemory memory) {

  /** Of an instance without either. */
  public static final InstanceFacts NONE = new InstanceFacts(Map.of(), null);

  /** Keeps a copy. */
  public InstanceFacts {
    settings = Map.copyOf(settings);
  }
}
