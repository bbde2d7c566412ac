// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.output.ServingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One output instance, run as the host runs it; for the thread that opens it.
 *
 * <p>{@link #close()} fails the test if a thread of the output lives on, or a reader of the log is
 * left open.
 */
public final class OutputRun implements AutoCloseable {

  private static final Duration ENDING = Duration.ofSeconds(30);

  private final ThreadCensus census = ThreadCensus.take();
  private final MemoryOutputContext context;
  private final MemoryAlertLog log = new MemoryAlertLog();
  private final Output output;

  private OutputRun(OutputProvider provider, Map<String, ?> config, Path home)
      throws PluginException {
    Path data = home.resolve("data");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.context = MemoryOutputContext.of("test", data);
    this.output = provider.open(Config.of(provider.config(), config), context);
  }

  /**
   * Opens an instance; a serving one begins to serve the {@link #log()}.
   *
   * @param config as in {@code eyrie.yaml}: texts and lists of texts
   * @param home a folder of the test
   * @throws PluginException if the configuration does not fit, or the output refuses
   */
  public static OutputRun open(OutputProvider provider, Map<String, ?> config, Path home)
      throws PluginException {
    OutputRun run = new OutputRun(provider, config, home);
    boolean served = false;
    try {
      if (run.output instanceof ServingOutput serving) {
        serving.serve(run.log);
        if (serving.endpoints().isEmpty()) {
          throw new AssertionError(provider.name() + " serves, but names no endpoint");
        }
      }
      served = true;
      return run;
    } finally {
      if (!served) {
        run.output.close();
      }
    }
  }

  /** The log that a serving output reads. */
  public MemoryAlertLog log() {
    return log;
  }

  /**
   * Where clients reach a serving output.
   *
   * @throws IllegalStateException if it is none
   */
  public List<String> endpoints() {
    if (output instanceof ServingOutput serving) {
      return serving.endpoints();
    }
    throw new IllegalStateException("not a serving output");
  }

  /**
   * Gives a push output the alerts of these numbers as one batch.
   *
   * @throws IllegalStateException if it is none
   */
  public void deliver(long... numbers) throws PluginException, InterruptedException {
    List<Alert> batch = new ArrayList<>();
    for (long number : numbers) {
      batch.add(MadeAlert.number(number));
    }
    deliver(batch);
  }

  /**
   * Gives a push output these alerts as one batch.
   *
   * @throws IllegalStateException if it is none
   */
  public void deliver(Alert... alerts) throws PluginException, InterruptedException {
    deliver(List.of(alerts));
  }

  private void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    if (!(output instanceof PushOutput push)) {
      throw new IllegalStateException("not a push output");
    }
    context.verdicts().begin(batch);
    try {
      push.deliver(List.copyOf(batch));
    } finally {
      context.verdicts().end();
    }
  }

  /** What the instance said of single alerts. */
  public AlertVerdicts verdicts() {
    return context.verdicts();
  }

  /** What the instance counted. */
  public RecordingMetrics metrics() {
    return context.metrics();
  }

  /** How the instance says it is. */
  public RecordingHealth health() {
    return context.health();
  }

  @Override
  public void close() {
    output.close();
    List<String> left = census.stillThereAfter(ENDING);
    if (!left.isEmpty()) {
      throw new AssertionError("threads live on after close(): " + left);
    }
    if (log.openReaders() > 0) {
      throw new AssertionError("left " + log.openReaders() + " readers of the alert log open");
    }
  }
}
