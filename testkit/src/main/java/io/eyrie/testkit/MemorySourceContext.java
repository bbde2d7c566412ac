// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.source.SourceContext;
import java.nio.file.Path;
import java.util.List;

/**
 * What the host lends to one source instance, in memory.
 *
 * @param dataDirectory a folder of the test
 */
public record MemorySourceContext(
    String instance,
    MemoryPositions positions,
    RecordingMetrics metrics,
    RecordingHealth health,
    Path dataDirectory)
    implements SourceContext {

  /** What an instance named {@code test} is lent that has never run before. */
  public static MemorySourceContext in(Path dataDirectory) {
    return new MemorySourceContext(
        "test",
        new MemoryPositions(List.of()),
        new RecordingMetrics(),
        new RecordingHealth(),
        dataDirectory);
  }
}
