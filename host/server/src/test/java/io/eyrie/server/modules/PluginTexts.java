// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.api.output.OutputProvider;
import io.eyrie.testkit.PluginJar;

/** Small plugins as source text: each brings one output whose description a test can read. */
final class PluginTexts {

  private PluginTexts() {}

  /** A plugin of the given id whose output describes itself by the given expression. */
  static PluginJar saying(String id, String version, String expression) {
    return PluginJar.of(id, version)
        .entry("p.Entry")
        .source("p.Entry", entry("return List.of(new Said());"))
        .source("p.Said", said(expression));
  }

  /** A plugin that brings nothing. */
  static PluginJar empty(String id, String version) {
    return PluginJar.of(id, version).entry("p.Entry").source("p.Entry", entry("return List.of();"));
  }

  /** The source text of an entry whose {@code outputs()} has the given body. */
  static String entry(String body) {
    return """
    package p;
    import io.eyrie.api.Plugin;
    import io.eyrie.api.output.OutputProvider;
    import java.util.List;
    public final class Entry implements Plugin {
      @Override public List<OutputProvider> outputs() {
        %s
      }
    }
    """
        .formatted(body);
  }

  static String said(String expression) {
    return """
    package p;
    import io.eyrie.api.config.*;
    import io.eyrie.api.output.*;
    public final class Said implements OutputProvider {
      @Override public String name() { return "said"; }
      @Override public String description() { return %s; }
      @Override public ConfigSchema config() { return ConfigSchema.empty(); }
      @Override public Output open(Config config, OutputContext context) {
        throw new UnsupportedOperationException();
      }
    }
    """
        .formatted(expression);
  }

  /** What the one output of a plugin says. */
  static String heard(LoadedPlugin plugin) {
    OutputProvider output = plugin.outputs().getFirst();
    return output.description();
  }
}
