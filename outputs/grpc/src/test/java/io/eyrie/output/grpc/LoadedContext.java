// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.testkit.MemoryOutputContext;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A host with three rules and the sources that a test gives it. */
final class LoadedContext implements Catalogue {

  volatile String revision = "r1";
  volatile List<SourceDeclaration> sources = List.of();

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public List<Rule> rules() {
    return IntStream.range(0, 3).<Rule>mapToObj(n -> new Loaded("rule " + n)).toList();
  }

  @Override
  public List<SourceDeclaration> sources() {
    return sources;
  }

  private record Loaded(String name) implements Rule {

    @Override
    public String description() {
      return "about " + name;
    }

    @Override
    public Priority priority() {
      return Priority.NOTICE;
    }

    @Override
    public String source() {
      return "test";
    }

    @Override
    public List<String> tags() {
      return List.of("tag");
    }

    @Override
    public boolean active() {
      return true;
    }
  }

  /** What that host lends to an output. */
  OutputContext in(Path folder) {
    return new Lent(MemoryOutputContext.of("alerts", folder), this);
  }

  private record Lent(MemoryOutputContext rest, Catalogue catalogue) implements OutputContext {

    @Override
    public String instance() {
      return rest.instance();
    }

    @Override
    public Metrics metrics() {
      return rest.metrics();
    }

    @Override
    public Health health() {
      return rest.health();
    }

    @Override
    public Path dataDirectory() {
      return rest.dataDirectory();
    }

    @Override
    public void delivered(Alert alert) {
      rest.delivered(alert);
    }

    @Override
    public void refused(Alert alert, String reason) {
      rest.refused(alert, reason);
    }
  }
}
