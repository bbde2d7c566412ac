// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import io.eyrie.testkit.PluginJar;

/** A third party's plugin, compiled against the plugin API and nothing else: a source that ticks. */
final class TickPlugin {

  private static final String ENTRY =
      """
      package example;

      import io.eyrie.api.Plugin;
      import io.eyrie.api.source.SourceProvider;
      import java.util.List;

      public final class TickPlugin implements Plugin {
        @Override
        public List<SourceProvider> sources() {
          return List.of(new Ticks());
        }
      }
      """;

  private static final String PROVIDER =
      """
      package example;

      import io.eyrie.api.config.Config;
      import io.eyrie.api.field.Field;
      import io.eyrie.api.field.FieldType;
      import io.eyrie.api.source.Source;
      import io.eyrie.api.source.SourceContext;
      import io.eyrie.api.source.SourceDeclaration;
      import io.eyrie.api.source.SourceProvider;
      import java.util.List;

      final class Ticks implements SourceProvider {

        @Override
        public SourceDeclaration declaration() {
          return SourceDeclaration.builder("example_ticks")
              .description("A tick every few milliseconds.")
              .eventTypes(List.of("tick"))
              .fields(
                  List.of(
                      Field.of("tick.count", FieldType.UINT64, "Ticks since the start."),
                      Field.of("tick.version", FieldType.STRING, "Version of the plugin.")))
              .build();
        }

        @Override
        public Source open(Config config, SourceContext context) {
          return new TickSource();
        }
      }
      """;

  private static final String SOURCE =
      """
      package example;

      import io.eyrie.api.field.Extraction;
      import io.eyrie.api.source.Demand;
      import io.eyrie.api.source.EventSink;
      import io.eyrie.api.source.Progress;
      import io.eyrie.api.source.Source;

      final class TickSource implements Source {

        private long count;

        @Override
        public Extraction bind(Demand demand) {
          return (index, into) -> {
            if (demand.fields().get(index).field().name().equals("tick.count")) {
              into.set(count);
            } else {
              into.set("%s");
            }
          };
        }

        @Override
        public Progress poll(EventSink sink) throws InterruptedException {
          Thread.sleep(5);
          count++;
          sink.accept(0, System.currentTimeMillis() * 1_000_000, count);
          return Progress.MORE;
        }

        @Override
        public void close() {}
      }
      """;

  private TickPlugin() {}

  /** The jar of one version, which its alerts name. */
  static PluginJar jar(String version) {
    return PluginJar.of("example-ticks", version)
        .entry("example.TickPlugin")
        .release(17)
        .source("example.TickPlugin", ENTRY)
        .source("example.Ticks", PROVIDER)
        .source("example.TickSource", SOURCE.formatted(version));
  }
}
