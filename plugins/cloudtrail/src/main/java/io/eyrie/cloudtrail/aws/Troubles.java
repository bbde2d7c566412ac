// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.observe.Health;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with an instance of which several threads each see a part: it is healthy when
 * nothing is left. Safe for several threads.
 */
public final class Troubles {

  private static final int MOST_SHOWN = 3;

  private final Health health;
  private final Map<String, String> open = new LinkedHashMap<>();

  Troubles(Health health) {
    this.health = health;
  }

  /** Something is wrong with what is called so, from now until it is {@link #over}. */
  public synchronized void begin(String what, String problem) {
    if (!problem.equals(open.put(what, problem))) {
      tell();
    }
  }

  /** That is well again. */
  public synchronized void over(String what) {
    if (open.remove(what) != null) {
      tell();
    }
  }

  private void tell() {
    if (open.isEmpty()) {
      health.healthy();
      return;
    }
    int more = open.size() - MOST_SHOWN;
    String shown = String.join("; ", open.values().stream().limit(MOST_SHOWN).toList());
    health.degraded(more > 0 ? shown + "; and " + more + " more" : shown);
  }
}
