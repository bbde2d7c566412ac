// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.recorded.RecordedContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a source's made-up events, once, through the code that judges the real ones: a burst in the
 * first seconds of a process would meet code that the JVM still interprets, ten times slower than
 * what it compiles of it, and overrun the source.
 *
 * <p>It has a thread, a sink and an evaluator of its own, so the real events don't wait for it.
 * What it finds is dropped, and its failure is no more than a line in the log.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SourceInstance instance;
  private final SourceInstance.RehearsalOpener opener;
  private final Path dataDirectory;
  private final Binding binding;
  private final Judging judging;
  private final BooleanSupplier over;

  private Rehearsal(
      SourceInstance instance,
      SourceInstance.RehearsalOpener opener,
      Path dataDirectory,
      Binding binding,
      Judging judging,
      BooleanSupplier over) {
    this.instance = instance;
    this.opener = opener;
    this.dataDirectory = dataDirectory;
    this.binding = binding;
    this.judging = judging;
    this.over = over;
  }

  /**
   * Begins the rehearsal of an instance on a thread of its own; does nothing when there is none.
   *
   * @param dataDirectory the folder that is lent to the instance
   * @param over whether the instance itself has come to its end
   */
  static void begin(
      SourceInstance instance,
      Path dataDirectory,
      Binding binding,
      Judging judging,
      BooleanSupplier over) {
    instance
        .rehearsal()
        .ifPresent(opener -> {
          Rehearsal rehearsal =
              new Rehearsal(instance, opener, dataDirectory, binding, judging, over);
          Thread thread =
              Thread.ofPlatform()
                  .daemon()
                  .name("eyrie-rehearsal-" + instance.name())
                  .unstarted(rehearsal::run);
          thread.setContextClassLoader(instance.loader());
          thread.start();
        });
  }

  private void run() {
    long began = System.nanoTime();
    SourceContext context = new RecordedContext(instance.name(), dataDirectory);
    try (Source source = opener.open(context)) {
      source.enable(binding.eventTypes());
      JudgingSink sink = new JudgingSink(instance, new Dropped(), judging, context.metrics());
      sink.judgeBy(Judge.bind(binding, source));
      sink.watching();
      Progress progress = Progress.MORE;
      while (progress != Progress.END
          && !over.getAsBoolean()
          && System.nanoTime() - began < LIMIT.toNanos()) {
        progress = source.poll(sink);
        sink.polled(OptionalLong.empty());
      }
      LOG.debug(
          "{}: rehearsed {} events in {} ms",
          instance.name(),
          sink.counts().events(),
          (System.nanoTime() - began) / 1_000_000);
    } catch (PluginException | RuntimeException | LinkageError e) {
      LOG.warn(
          "{}: the rehearsal failed, so the first events will be judged more slowly",
          instance.name(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where what was found goes. */
  private static final class Dropped extends UnkeptLane {
    @Override
    public void append(AlertRecord alert) {}
  }
}
