// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.delivery.Delivery;
import io.eyrie.server.delivery.OutputSpec;
import io.eyrie.server.delivery.OutputStatus;
import io.eyrie.server.metrics.InstanceMetrics;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.store.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configured output instances, which the delivery runs. */
final class OutputFleet extends Fleet<OutputFleet.Member, OutputProvider> {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Delivery delivery;
  private final Catalogue catalogue;
  private final MetricRegistry metrics;
  private final HomeFolders folders;

  OutputFleet(
      List<InstanceConfig> configured,
      Delivery delivery,
      Catalogue catalogue,
      MetricRegistry metrics,
      HomeFolders folders) {
    super(Choice.OUTPUT);
    this.delivery = delivery;
    this.catalogue = catalogue;
    this.metrics = metrics;
    this.folders = folders;
    become(configured);
  }

  /** One configured instance. */
  final class Member extends ConfiguredInstance {
    private volatile @Nullable InstanceMetrics metricsInUse;
    private volatile @Nullable InstanceMetrics countedInUse;

    private Member(InstanceConfig config) {
      super(config);
    }

    /** How it runs, or empty while its plugin is not there. */
    Optional<OutputStatus> status() {
      return delivery.status(config().name());
    }
  }

  @Override
  Member member(InstanceConfig config) {
    return new Member(config);
  }

  /** Starts instances. */
  void start(List<Ready<Member, OutputProvider>> some) throws InterruptedException {
    for (Ready<Member, OutputProvider> ready : some) {
      Member member = ready.member();
      InstanceConfig config = member.config();
      InstanceMetrics own = new InstanceMetrics(metrics, config.plugin(), config.name());
      member.metricsInUse = own;
      member.instanceHealth().healthy();
      InstanceMetrics counted = new InstanceMetrics(metrics, "output", config.name());
      member.countedInUse = counted;
      OutputSpec.Lent lent =
          new OutputSpec.Lent(
              catalogue, own, counted, member.instanceHealth(), folders.ofOutput(config.name()));
      delivery.start(
          new OutputSpec(
              config.name(),
              config.plugin(),
              ready.choice().offered(),
              ready.choice().config(),
              config.delivery(),
              lent));
    }
  }

  /** Gives dead letters of one output to it again; false when it is not running. */
  boolean retry(String name, List<DeadLetter> letters) {
    return delivery.retry(name, letters);
  }

  /**
   * Sends a test alert to one output.
   *
   * @return why it was not delivered, the empty text when it was; empty when no such output runs
   */
  Optional<String> test(String name, Duration limit) throws InterruptedException {
    return delivery.test(name, limit);
  }

  @Override
  void stop(List<Member> some) throws InterruptedException {
    for (Member member : some) {
      delivery.stop(member.config().name(), STOP_LIMIT);
      InstanceMetrics used = member.metricsInUse;
      if (used != null) {
        used.close();
        member.metricsInUse = null;
      }
      InstanceMetrics counted = member.countedInUse;
      if (counted != null) {
        counted.close();
        member.countedInUse = null;
      }
    }
  }
}
