// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MalformedTest {

  private final Malformed malformed = new Malformed("trail");

  @Test
  void recordsAreCountedByKind() {
    malformed.count("not_json", "a.json:1", "unexpected end");
    malformed.count("not_json", "a.json:7", "unexpected end");
    malformed.count("no_event_time", "a.json:9", "no eventTime");
    assertThat(malformed.counts())
        .containsExactlyInAnyOrderEntriesOf(Map.of("no_event_time", 1L, "not_json", 2L));
  }

  @Test
  void kindsThatAPluginMakesUpTakeNoMoreMemory() {
    for (int i = 0; i < 1_000; i++) {
      malformed.count("kind" + i, "a.json:" + i, "made up");
    }
    assertThat(malformed.counts()).hasSize(65).containsEntry("other", 936L);
  }
}
