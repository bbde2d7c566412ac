// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.source.SourceDeclaration;
import java.nio.file.Path;
import java.util.List;

/**
 * What a host without rules and sources lends to one output instance, in memory.
 *
 * @param dataDirectory a folder of the test
 * @param verdicts what the instance said of single alerts
 */
public record MemoryOutputContext(
    String instance,
    RecordingMetrics metrics,
    RecordingHealth health,
    Path dataDirectory,
    AlertVerdicts verdicts)
    implements OutputContext {

  /** What an instance of this name is lent. */
  public static MemoryOutputContext of(String instance, Path dataDirectory) {
    return new MemoryOutputContext(
        instance,
        new RecordingMetrics(),
        new RecordingHealth(),
        dataDirectory,
        new AlertVerdicts());
  }

  @Override
  public Catalogue catalogue() {
    return new NothingLoaded();
  }

  @Override
  public void delivered(Alert alert) {
    verdicts.delivered(alert);
  }

  @Override
  public void refused(Alert alert, String reason) {
    verdicts.refused(alert, reason);
  }

  private static final class NothingLoaded implements Catalogue {

    @Override
    public String revision() {
      return "r1";
    }

    @Override
    public List<Rule> rules() {
      return List.of();
    }

    @Override
    public List<SourceDeclaration> sources() {
      return List.of();
    }
  }
}
