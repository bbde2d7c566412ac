// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.config.Config;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.delivery.Delivery;
import io.eyrie.server.delivery.OutputSpec;
import io.eyrie.server.delivery.OutputStatus;
import io.eyrie.server.metrics.InstanceMetrics;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.modules.LoadedPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured output instances: those whose plugin is there run, the others wait for it.
 *
 * <p>Changes are made under the host's lock; {@link #members()} may be read by any thread.
 */
final class OutputFleet {

  private static final Logger LOG = LoggerFactory.getLogger(OutputFleet.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Delivery delivery;
  private final Catalogue catalogue;
  private final MetricRegistry metrics;
  private final HomeFolders folders;
  private final Map<String, Member> members = new LinkedHashMap<>();

  OutputFleet(
      List<InstanceConfig> configured,
      Delivery delivery,
      Catalogue catalogue,
      MetricRegistry metrics,
      HomeFolders folders) {
    this.delivery = delivery;
    this.catalogue = catalogue;
    this.metrics = metrics;
    this.folders = folders;
    for (InstanceConfig config : configured) {
      members.put(config.name(), new Member(config));
    }
  }

  /** One configured instance. */
  final class Member {
    private final InstanceConfig config;
    private final InstanceHealth health = new InstanceHealth();
    private volatile @Nullable InstanceMetrics metricsInUse;

    private Member(InstanceConfig config) {
      this.config = config;
    }

    InstanceConfig config() {
      return config;
    }

    /** How it runs, or empty while its plugin is not there. */
    Optional<OutputStatus> status() {
      return delivery.status(config.name());
    }

    /** What the plugin last said of its health; empty when all is well. */
    String health() {
      return health.reason();
    }
  }

  private record Context(
      String instance, Catalogue catalogue, Metrics metrics, Health health, Path dataDirectory)
      implements OutputContext {}

  private record Ready(Member member, OutputProvider provider, Config config) {}

  /** All instances in the order of the configuration. */
  List<Member> members() {
    return List.copyOf(members.values());
  }

  /** Starts every instance of the plugin, or none when the configuration of one is wrong. */
  void start(LoadedPlugin plugin) throws ConfigException, InterruptedException {
    for (Ready ready : ready(plugin)) {
      InstanceConfig config = ready.member.config;
      InstanceMetrics own = new InstanceMetrics(metrics, config.plugin(), config.name());
      ready.member.metricsInUse = own;
      ready.member.health.healthy();
      Context context =
          new Context(
              config.name(), catalogue, own, ready.member.health, folders.ofOutput(config.name()));
      delivery.start(
          new OutputSpec(config.name(), config.plugin(), ready.provider, ready.config, context));
    }
  }

  /** Checks the configuration of every instance of the plugin. */
  void check(LoadedPlugin plugin) throws ConfigException {
    LOG.debug("{} instances of {} are well configured", ready(plugin).size(), plugin.id());
  }

  private List<Ready> ready(LoadedPlugin plugin) throws ConfigException {
    List<Ready> ready = new ArrayList<>();
    for (Member member : members.values()) {
      if (member.config.plugin().equals(plugin.id())) {
        OutputProvider provider =
            Choice.of(member.config, "output", plugin.outputs(), OutputProvider::name);
        ready.add(new Ready(member, provider, member.config.config().check(provider.config())));
      }
    }
    return ready;
  }

  /** Ends every instance of the plugin; they wait for it to come back. */
  void stop(String plugin) throws InterruptedException {
    for (Member member : members.values()) {
      if (member.config.plugin().equals(plugin)) {
        delivery.stop(member.config.name(), STOP_LIMIT);
        InstanceMetrics used = member.metricsInUse;
        if (used != null) {
          used.close();
          member.metricsInUse = null;
        }
      }
    }
  }
}
