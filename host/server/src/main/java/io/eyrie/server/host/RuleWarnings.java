// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.server.rules.RuleEdition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    Map<Boolean, List<Diagnostic>> warnings =
        edition.warnings().stream()
            .collect(
                Collectors.partitioningBy(warning -> warning.code() == Code.LOAD_UNKNOWN_SOURCE));
    warnings.getOrDefault(false, List.of()).forEach(warning -> LOG.warn("{}", warning.summary()));
    warnings.getOrDefault(true, List.of()).stream()
        .collect(
            Collectors.groupingBy(Diagnostic::message, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(RuleWarnings::asleep);
  }

  private static void asleep(List<Diagnostic> alike) {
    int more = alike.size() - 1;
    LOG.info("{}{}", alike.getFirst().summary(), more == 0 ? "" : " and " + more + " more");
  }
}
