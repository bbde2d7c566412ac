// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.config.Config;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.cloudtrail.CloudTrailPlugin;
import io.eyrie.testkit.MemorySourceContext;
import io.eyrie.testkit.aws.AwsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many downloads the input {@code s3} keeps under way, and what they cost its process. The
 * bucket is a process of its own beside it, on the same machine.
 */
public final class BusyDownloads {

  private BusyDownloads() {}

  /** How many objects, records in each, milliseconds an answer takes, downloads at once. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("busy-downloads-");
    Process bucket = bucket(arguments);
    try (BufferedReader said = bucket.inputReader(UTF_8)) {
      measure(
          said.readLine(), folder, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[3]));
      bucket.getOutputStream().close();
      System.out.println(said.readLine());
    } finally {
      bucket.destroy();
      if (!bucket.waitFor(10, TimeUnit.SECONDS)) {
        bucket.destroyForcibly();
      }
      try (Stream<Path> left = Files.walk(folder)) {
        left.sorted(Comparator.reverseOrder()).forEach(BusyDownloads::delete);
      }
    }
  }

  private static Process bucket(String[] arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SlowBucket.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      System.err.println(path + " is left: " + e.getMessage());
    }
  }

  private static void measure(String url, Path folder, int objects, int downloads)
      throws Exception {
    Path credentials =
        Files.writeString(
            folder.resolve("credentials"),
            "[default]\naws_access_key_id=%s\naws_secret_access_key=s\n".formatted(AwsServer.KEY));
    MemorySourceContext context = MemorySourceContext.in(folder);
    SourceProvider provider = new CloudTrailPlugin().sources().getFirst();
    Config config =
        Config.of(
            provider.declaration().config(),
            Map.of(
                "s3",
                "s3://" + SlowBucket.NAME,
                "follow",
                "false",
                "download_concurrency",
                Integer.toString(downloads),
                "aws.region",
                "eu-central-1",
                "aws.credentials",
                credentials.toString(),
                "aws.s3_endpoint",
                url,
                "aws.path_style",
                "true"));
    Sink sink = new Sink();
    Moment begun = Moment.now(0);
    Moment half = begun;
    try (Source source = provider.open(config, context)) {
      source.bind(Demand.of(List.of(), 0, new BitSet()));
      Progress progress = Progress.MORE;
      while (progress != Progress.END) {
        progress = source.poll(sink);
        long read = context.metrics().counted("objects_read");
        if (half.objects() == 0 && read >= objects / 2) {
          half = Moment.now(read);
        }
      }
    }
    Moment end = Moment.now(context.metrics().counted("objects_read"));
    System.out.printf(
        Locale.ROOT,
        "%d objects, %d records, %.1f MB in %.2f s%n",
        end.objects(),
        sink.events,
        context.metrics().counted("bytes_read") / 1e6,
        (end.nanos() - begun.nanos()) / 1e9);
    System.out.println("first half of the objects: " + half.since(begun));
    System.out.println("second half: " + end.since(half));
  }

  /**
   * How far it was.
   *
   * @param cpuNanos of the process so far
   */
  private record Moment(long objects, long nanos, long cpuNanos) {

    static Moment now(long objects) {
      Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
      return new Moment(objects, System.nanoTime(), cpu.toNanos());
    }

    String since(Moment earlier) {
      double read = objects - earlier.objects;
      return String.format(
          Locale.ROOT,
          "%.0f objects/s, %.2f ms of the source's CPU for each",
          read / ((nanos - earlier.nanos) / 1e9),
          (cpuNanos - earlier.cpuNanos) / 1e6 / read);
    }
  }

  private static final class Sink implements EventSink {

    private long events;

    @Override
    public void partition(String partition) {}

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      events++;
    }

    @Override
    public void checkpoint(long ticket) {}

    @Override
    public void checkpoint(long ticket, Position position) {}

    @Override
    public void lost(Loss loss) {
      throw new AssertionError("a bucket loses nothing: " + loss);
    }

    @Override
    public void malformed(String kind, String place, String reason) {
      throw new AssertionError(kind + " " + place + ": " + reason);
    }
  }
}
