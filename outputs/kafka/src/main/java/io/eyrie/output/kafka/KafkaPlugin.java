// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import java.util.List;

/** Brings the output {@code kafka}. */
public final class KafkaPlugin implements Plugin {

  @Override
  public List<OutputProvider> outputs() {
    return List.of(new KafkaProvider());
  }
}
