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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * How many downloads the input {@code s3} keeps under way, seen from the server, which takes its
 * time for each answer. Server and source share the process and its processors.
 */
public final class BusyDownloads {

  private static final Duration EVERY = Duration.ofMillis(5);

  private BusyDownloads() {}

  /** How many objects, records in each, milliseconds an answer takes, downloads at once. */
  public static void main(String[] arguments) throws Exception {
    int objects = Integer.parseInt(arguments[0]);
    int records = Integer.parseInt(arguments[1]);
    int latency = Integer.parseInt(arguments[2]);
    int downloads = Integer.parseInt(arguments[3]);
    Path folder = Files.createTempDirectory("busy-downloads-");
    try (AwsServer aws = AwsServer.start()) {
      byte[] object = zipped(records);
      for (int i = 0; i < objects; i++) {
        String key =
            String.format(
                Locale.ROOT,
                "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/02/111122223333_CloudTrail_"
                    + "eu-central-1_20260302T%02d%02dZ_%05d.json.gz",
                i / 60 % 24,
                i % 60,
                i);
        aws.buckets().put("trail", key, object);
      }
      aws.setLatency("GetObject", Duration.ofMillis(latency));
      aws.setLatency("ListObjectsV2", Duration.ofMillis(latency));
      measure(aws, folder, objects, downloads);
    } finally {
      try (Stream<Path> left = Files.walk(folder)) {
        left.sorted(Comparator.reverseOrder()).forEach(BusyDownloads::delete);
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      System.err.println(path + " is left: " + e.getMessage());
    }
  }

  private static byte[] zipped(int records) throws IOException {
    String text =
        IntStream.range(0, records)
            .mapToObj(n ->
                ("{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"u%d\"},"
                        + "\"eventTime\":\"2026-03-02T09:00:00Z\",\"eventSource\":\"s3.amazonaws.com\","
                        + "\"eventName\":\"GetObject\",\"awsRegion\":\"eu-central-1\","
                        + "\"sourceIPAddress\":\"192.0.2.%d\",\"requestParameters\":{\"bucketName\":"
                        + "\"b\",\"key\":\"%x\"},\"eventID\":\"%d\"}")
                    .formatted(n % 97, n % 251, n * 2_654_435_761L, n))
            .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void measure(AwsServer aws, Path folder, int objects, int downloads)
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
                "s3", "s3://trail",
                "follow", "false",
                "download_concurrency", Integer.toString(downloads),
                "aws.region", "eu-central-1",
                "aws.credentials", credentials.toString(),
                "aws.s3_endpoint", aws.url(),
                "aws.path_style", "true"));
    ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
    Thread sampler =
        Thread.ofPlatform()
            .daemon()
            .name("sampler")
            .start(() -> {
              while (aws.count("GetObject") < objects) {
                if (aws.count("GetObject") > 0) {
                  seen.add(aws.atOnce("GetObject"));
                }
                LockSupport.parkNanos(EVERY.toNanos());
              }
            });
    Sink sink = new Sink();
    long begun = System.nanoTime();
    try (Source source = provider.open(config, context)) {
      source.bind(Demand.of(List.of(), 0, new BitSet()));
      Progress progress = Progress.MORE;
      while (progress != Progress.END) {
        progress = source.poll(sink);
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    sampler.join(TimeUnit.SECONDS.toMillis(5));
    List<Integer> samples = List.copyOf(seen);
    System.out.printf(
        Locale.ROOT,
        "%d objects, %d records, %.1f MB in %.2f s: %.0f objects/s, %.0f records/s, %.1f MB/s%n",
        objects,
        sink.events,
        context.metrics().counted("bytes_read") / 1e6,
        seconds,
        objects / seconds,
        sink.events / seconds,
        context.metrics().counted("bytes_read") / 1e6 / seconds);
    System.out.printf(
        Locale.ROOT,
        "at the server: at most %d downloads at once, %.1f on average, all %d in %.0f %% of %d samples%n",
        aws.mostAtOnce("GetObject"),
        samples.stream().mapToInt(n -> n).average().orElse(0),
        downloads,
        100.0 * samples.stream().filter(n -> n == downloads).count() / Math.max(1, samples.size()),
        samples.size());
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
