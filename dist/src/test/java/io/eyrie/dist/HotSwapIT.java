// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's source comes, is replaced and goes while another source reads on. */
final class HotSwapIT {

  private static final int RECORDS = 100_000;
  private static final String COUNTED = "Counted";
  private static final String SOURCE = "com.example.counter.CounterSource";

  @TempDir Path folder;

  @Test
  void theNeighbourJudgesEveryRecordOnceAndNothingStaysBehind() throws Exception {
    ExamplePlugin first = ExamplePlugin.version("1.0.0");
    ExamplePlugin second = ExamplePlugin.version("1.1.0");
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder)
            .ownPlugins()
            .rules(
                NumberedRecords.rule(1)
                    + """
                    - rule: %s
                      desc: The third party's source counts.
                      source: counter
                      condition: counter.number > 0
                      output: counted n=%%counter.number version=%%counter.version
                      priority: NOTICE
                    """
                        .formatted(COUNTED))
            .configure(
                "plugins_dir: '%s'\nsources:\n".formatted(folder.resolve("plugins"))
                    + records.source()
                    + "  - plugin: counter-source\n    config: {interval: 5ms}\n");
    Path jar = site.plugins().resolve("counter-source.jar");
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site);
        Feed feed = Feed.start(records)) {
      assertThat(host.source("counter-source").state()).isEqualTo("waiting");

      first.putAt(jar);
      host.await("version 1.0.0 raises alerts", () -> counted(subscriber, first) > 5);
      feed.awaitMore();

      second.putAt(jar);
      host.await("version 1.1.0 raises alerts", () -> counted(subscriber, second) > 5);
      feed.awaitMore();
      host.await("nothing of version 1.0.0 is left", () -> loaded(host).filter(SOURCE).size() == 1);

      Files.delete(jar);
      host.await("it waits again", () -> host.source("counter-source").state().equals("waiting"));
      host.await("nothing of it is left", () -> loaded(host).filter(SOURCE).isEmpty());
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
      assertThat(subscriber.alerts(COUNTED).stream().map(Subscriber::number).toList())
          .as("the second version went on where the first had stopped")
          .isEqualTo(IntStream.rangeClosed(1, subscriber.alerts(COUNTED).size()).boxed().toList());
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private static long counted(Subscriber subscriber, ExamplePlugin plugin) {
    return subscriber.alerts(COUNTED).stream()
        .filter(alert -> alert.getMessage().endsWith("version=" + plugin.version()))
        .count();
  }

  private static int count(Subscriber subscriber) {
    return subscriber.alerts(NumberedRecords.RULE).size();
  }

  private static LoadedClasses loaded(HostProcess host) throws Exception {
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
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
