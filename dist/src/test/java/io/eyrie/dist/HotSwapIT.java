// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's source comes, is replaced and goes while another source reads on. */
final class HotSwapIT {

  private static final int RECORDS = 100_000;
  private static final String TICK = "Tick";

  @TempDir Path folder;

  @Test
  void theNeighbourJudgesEveryRecordOnceAndNothingStaysBehind() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder)
            .ownPlugins()
            .rules(
                NumberedRecords.rule(1)
                    + """
                    - rule: %s
                      desc: The third party's source ticks.
                      source: example_ticks
                      condition: tick.count >= 0
                      output: tick version=%%tick.version
                      priority: NOTICE
                    """
                        .formatted(TICK))
            .configure(
                "plugins_dir: '%s'\nsources:\n".formatted(folder.resolve("plugins"))
                    + records.source()
                    + "  - plugin: example-ticks\n");
    Path jar = site.plugins().resolve("example-ticks.jar");
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site);
        Feed feed = Feed.start(records)) {
      assertThat(host.source("example-ticks").state()).isEqualTo("waiting");

      TickPlugin.jar("1.0.0").writeTo(jar);
      host.await("version 1 raises alerts", () -> ticks(subscriber, "1.0.0") > 5);
      feed.awaitMore();

      TickPlugin.jar("2.0.0").writeTo(jar);
      host.await("version 2 raises alerts", () -> ticks(subscriber, "2.0.0") > 5);
      feed.awaitMore();
      host.await(
          "nothing of version 1 is left", () -> loaders(host).filter("example.Ticks").size() == 1);

      Files.delete(jar);
      host.await("it waits again", () -> host.source("example-ticks").state().equals("waiting"));
      host.await("nothing of it is left", () -> loaders(host).filter("example.Ticks").isEmpty());
      feed.awaitMore();

      feed.finish();
      host.await(
          "all records are judged",
          () -> host.source("cloudtrail").events() >= RECORDS && count(subscriber) >= RECORDS);
      assertThat(host.source("cloudtrail").events()).isEqualTo(RECORDS);
      assertThat(host.source("cloudtrail").restarts()).isZero();
      List<Integer> judged =
          subscriber.alerts(NumberedRecords.RULE).stream().map(Subscriber::number).toList();
      assertThat(judged).doesNotHaveDuplicates();
      assertThat(judged.stream().collect(Collectors.toSet())).isEqualTo(records.numbers());
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private static long ticks(Subscriber subscriber, String version) {
    return subscriber.alerts(TICK).stream()
        .filter(alert -> alert.getMessage().endsWith("version=" + version))
        .count();
  }

  private static int count(Subscriber subscriber) {
    return subscriber.alerts(NumberedRecords.RULE).size();
  }

  private static LoadedClasses loaders(HostProcess host) throws Exception {
    return LoadedClasses.of(host.pid());
  }

  /** Appends records until it is told to write the rest at once. */
  private static final class Feed implements AutoCloseable {

    private static final int STEP = 200;

    private final NumberedRecords records;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile int written;

    private Feed(NumberedRecords records) {
      this.records = records;
      this.thread = Thread.ofPlatform().daemon().name("feed").unstarted(this::go);
    }

    static Feed start(NumberedRecords records) {
      Feed feed = new Feed(records);
      feed.thread.start();
      return feed;
    }

    private void go() {
      try {
        // The last tenth is kept for the end.
        while (!stopping && written < RECORDS * 9 / 10) {
          records.append(STEP);
          written = records.written();
          Thread.sleep(50);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** Waits until more has been written, if there is more. */
    void awaitMore() throws Exception {
      int before = written;
      Await.until("more records", () -> written > before || !thread.isAlive());
    }

    void finish() throws Exception {
      stopping = true;
      thread.join();
      records.append(RECORDS - records.written());
    }

    @Override
    public void close() {
      stopping = true;
    }
  }
}
