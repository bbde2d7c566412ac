// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.catalogue.Catalogue;
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
import java.util.Collection;
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
  private final Members<Member> members;

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
    this.members = new Members<>(configured, Member::new);
  }

  /** One configured instance. */
  final class Member extends ConfiguredInstance {
    private volatile @Nullable InstanceMetrics metricsInUse;

    private Member(InstanceConfig config) {
      super(config);
    }

    /** How it runs, or empty while its plugin is not there. */
    Optional<OutputStatus> status() {
      return delivery.status(config().name());
    }
  }

  private record Context(
      String instance, Catalogue catalogue, Metrics metrics, Health health, Path dataDirectory)
      implements OutputContext {}

  /** All instances in the order of the configuration. */
  List<Member> members() {
    return members.all();
  }

  /** How all instances are configured, in that order. */
  List<InstanceConfig> configs() {
    return members.configs();
  }

  /** Checks the configuration of these instances of the plugin. */
  void check(LoadedPlugin plugin, List<InstanceConfig> instances) throws ConfigException {
    List<InstanceConfig> own =
        instances.stream().filter(config -> config.plugin().equals(plugin.id())).toList();
    LOG.debug(
        "{} outputs of {} are well configured",
        Choice.ofAll(own, Choice.OUTPUT, plugin.outputs()).size(),
        plugin.id());
  }

  /** Starts every instance of the plugin, or none when the configuration of one is wrong. */
  void start(LoadedPlugin plugin) throws ConfigException, InterruptedException {
    start(members.of(plugin.id()), plugin);
  }

  /** Starts those of these names whose plugins are there. */
  void start(Collection<String> names, List<LoadedPlugin> plugins)
      throws ConfigException, InterruptedException {
    for (LoadedPlugin plugin : plugins) {
      List<Member> own = new ArrayList<>(members.of(plugin.id()));
      own.retainAll(members.named(names));
      start(own, plugin);
    }
  }

  private void start(List<Member> some, LoadedPlugin plugin)
      throws ConfigException, InterruptedException {
    Map<String, Choice<OutputProvider>> choices =
        Choice.ofAll(some.stream().map(Member::config).toList(), Choice.OUTPUT, plugin.outputs());
    for (Member member : some) {
      Choice<OutputProvider> choice = choices.get(member.config().name());
      if (choice != null) {
        start(member, choice);
      }
    }
  }

  private void start(Member member, Choice<OutputProvider> choice) throws InterruptedException {
    InstanceConfig config = member.config();
    InstanceMetrics own = new InstanceMetrics(metrics, config.plugin(), config.name());
    member.metricsInUse = own;
    member.instanceHealth().healthy();
    Context context =
        new Context(
            config.name(),
            catalogue,
            own,
            member.instanceHealth(),
            folders.ofOutput(config.name()));
    delivery.start(
        new OutputSpec(config.name(), config.plugin(), choice.offered(), choice.config(), context));
  }

  /** Ends every instance of the plugin; they wait for it to come back. */
  void stop(String plugin) throws InterruptedException {
    stop(members.of(plugin));
  }

  /** Ends those of these names. */
  void stop(Collection<String> names) throws InterruptedException {
    stop(members.named(names));
  }

  private void stop(List<Member> some) throws InterruptedException {
    for (Member member : some) {
      delivery.stop(member.config().name(), STOP_LIMIT);
      InstanceMetrics used = member.metricsInUse;
      if (used != null) {
        used.close();
        member.metricsInUse = null;
      }
    }
  }

  /** From now on these are the instances; those that are not running wait to be started. */
  void become(List<InstanceConfig> configured) {
    members.become(configured);
  }
}
