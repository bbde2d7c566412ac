// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How messages are written and read. A class of its own, because making a mapper loads hundreds of
 * classes, for which a host that is never asked has no use.
 */
final class AdminJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private AdminJson() {}
}
