// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.server.rules.RuleEdition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the warnings of rules as they are loaded.
 *
 * <p>Rules of sources that are not configured sleep, which is the rule and not the exception: the
 * shipped rules are for five sources. They get one line for each source.
 */
final class RuleWarnings {

  private static final Logger LOG = LoggerFactory.getLogger(RuleWarnings.class);

  private RuleWarnings() {}

  static void log(RuleEdition edition) {
    Map<String, List<Diagnostic>> asleep = new LinkedHashMap<>();
    for (Diagnostic warning : edition.warnings()) {
      if (warning.code() == Code.LOAD_UNKNOWN_SOURCE) {
        asleep.computeIfAbsent(warning.message(), _ -> new ArrayList<>()).add(warning);
      } else {
        LOG.warn("{}", warning.summary());
      }
    }
    asleep.values().forEach(RuleWarnings::asleep);
  }

  private static void asleep(List<Diagnostic> alike) {
    int more = alike.size() - 1;
    LOG.info("{}{}", alike.getFirst().summary(), more == 0 ? "" : " and " + more + " more");
  }
}
