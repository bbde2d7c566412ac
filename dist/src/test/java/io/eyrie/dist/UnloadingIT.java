// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.error.PluginException;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.Modules;
import io.eyrie.testkit.LoaderWatch;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The packaged plugins leave nothing behind when they go, though they have worked. */
@Isolated("watches the live kernel")
final class UnloadingIT {

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int ALERTS = 20;

  @TempDir Path temp;

  @Test
  void theGrpcOutputIsCollectedAfterItHasServed() throws Exception {
    unload("eyrie-output-grpc", this::serve);
  }

  @Test
  void theSyscallSourceIsCollectedAfterItHasReadTheKernel() throws Exception {
    unload("eyrie-syscall-ebpf", this::readTheKernel);
  }

  @Test
  void theCloudTrailSourceIsCollectedAfterItHasReadABucketAndAQueue() throws Exception {
    unload("eyrie-cloudtrail", this::readABucketAndAQueue);
  }

  private void unload(String name, Work work) throws Exception {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    Path jar = Files.copy(packaged(name), plugins.resolve(name + ".jar"));
    try (Modules modules = Modules.open(Modules.Settings.of(plugins, temp.resolve("home")))) {
      assertThat(modules.loaded()).as("%s", modules.list()).hasSize(1);
      work.with(modules.loaded().getFirst());
      LoaderWatch watch = LoaderWatch.of(modules.loaded().getFirst().loader());
      Files.delete(jar);
      modules.rescan();
      watch.requireCollected(DEADLINE);
    }
  }

  private void readABucketAndAQueue(LoadedPlugin plugin) throws Exception {
    try (AwsServer aws = AwsServer.start()) {
      Path credentials =
          Files.writeString(
              temp.resolve("credentials"),
              "[default]\naws_access_key_id=%s\naws_secret_access_key=s\n"
                  .formatted(AwsServer.KEY));
      aws.buckets()
          .put(
              "trail",
              "a.json",
              "{\"Records\":[{\"eventTime\":\"2026-03-02T09:00:00Z\"}]}".getBytes(UTF_8));
      aws.queues().send("trail", "{\"s3Bucket\":\"trail\",\"s3ObjectKey\":[\"a.json\"]}");
      for (Map.Entry<String, String> input :
          Map.of("s3", "s3://trail", "sqs", "sqs://trail").entrySet()) {
        Map<String, Object> config = new HashMap<>();
        config.put(input.getKey(), input.getValue());
        config.put("aws.region", "eu-central-1");
        config.put("aws.credentials", credentials.toString());
        config.put("aws.s3_endpoint", aws.url());
        config.put("aws.sqs_endpoint", aws.url());
        config.put("aws.path_style", "true");
        Thread worker = Thread.currentThread();
        ClassLoader before = worker.getContextClassLoader();
        worker.setContextClassLoader(plugin.loader());
        try (SourceRun run =
            SourceRun.of(plugin.sources().getFirst(), temp).config(config).open()) {
          assertThat(run.pollUntil(1, DEADLINE)).as("%s", run.health().problem()).hasSize(1);
          run.commit();
        } finally {
          worker.setContextClassLoader(before);
        }
      }
    }
  }

  private void serve(LoadedPlugin plugin) throws Exception {
    try (OutputRun run =
        OutputRun.open(plugin.outputs().getFirst(), Map.of("bind", "127.0.0.1:0"), temp)) {
      for (int n = 0; n < ALERTS; n++) {
        run.log().append(MadeAlert.number(n));
      }
      SubscribeRequest oldest =
          SubscribeRequest.newBuilder().setStart(StartPosition.START_POSITION_OLDEST).build();
      try (AlertClient client = AlertClient.connect(run.endpoints().getFirst());
          AlertStream stream = client.subscribe(oldest)) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        int came = 0;
        while (came < ALERTS && System.nanoTime() - end < 0) {
          Optional<SubscribeResponse> step = stream.next(Duration.ofSeconds(1));
          if (step.isPresent() && step.get().hasAlert()) {
            came++;
          }
        }
        assertThat(came).as(stream.problem()).isEqualTo(ALERTS);
      }
    }
  }

  private void readTheKernel(LoadedPlugin plugin) throws Exception {
    try (SourceRun run = SourceRun.of(plugin.sources().getFirst(), temp).open()) {
      for (int i = 0; i < 10; i++) {
        assertThat(new ProcessBuilder("true").start().waitFor()).isZero();
      }
      assertThat(run.pollUntil(10, DEADLINE)).hasSizeGreaterThanOrEqualTo(10);
    } catch (PluginException e) {
      abort("no system calls here: " + e.getMessage());
    }
  }

  private static Path packaged(String name) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("eyrie.tree"), "plugins"))) {
      return jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  /** What a plugin does before it goes; leaves no reference to it behind. */
  @FunctionalInterface
  private interface Work {
    void with(LoadedPlugin plugin) throws Exception;
  }
}
