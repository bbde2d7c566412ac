// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.cloudtrail.CloudTrailPlugin;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** A trail that tests write and run the source on: objects of numbered records, and the access. */
public final class Trail {

  /** How long a test waits for what must come. */
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  public static final String BUCKET = "trail";
  public static final String ACCOUNT = "111122223333";
  public static final SourceProvider PROVIDER = new CloudTrailPlugin().sources().getFirst();

  private final Cloud cloud;
  private final Path folder;
  private int next;

  public Trail(Cloud cloud, Path folder) {
    this.cloud = cloud;
    this.folder = folder;
  }

  /** The key of an object of CloudTrail's that was written at a minute of 2 February 2026. */
  public static String key(String region, String hourMinute, String unique) {
    return "AWSLogs/%s/CloudTrail/%s/2026/02/02/%s_CloudTrail_%s_20260202T%sZ_%s.json.gz"
        .formatted(ACCOUNT, region, ACCOUNT, region, hourMinute, unique);
  }

  /** Puts an object with the next so many numbers, compressed. */
  public String put(String key, int records) {
    put(key, zipped(records(records)));
    return key;
  }

  /** Puts any object. */
  public void put(String key, byte[] bytes) {
    cloud.put(BUCKET, key, bytes);
  }

  /** Takes an object away. */
  public void remove(String key) {
    cloud.remove(BUCKET, key);
  }

  /** The next so many numbers, as CloudTrail writes them. */
  public String records(int count) {
    String all =
        IntStream.range(next, next + count)
            .mapToObj(Trail::record)
            .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    next += count;
    return all;
  }

  /** A record. */
  public static String record(int number) {
    return "{\"eventTime\":\"2026-02-02T03:04:05Z\",\"eventName\":\"Numbered\",\"eventID\":\"n-"
        + number
        + "\"}";
  }

  public static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the credentials' file. */
  public void credentials(String accessKey) throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id=%s\naws_secret_access_key=secret\n".formatted(accessKey));
  }

  /** A run of the source with access to the server. */
  public SourceRun open(Map<String, ?> config, List<Position> stored) throws Exception {
    if (!Files.exists(folder.resolve("credentials"))) {
      credentials(AwsServer.KEY);
    }
    Map<String, Object> all =
        new HashMap<>(
            Map.of(
                "aws.region",
                "eu-central-1",
                "aws.credentials",
                folder.resolve("credentials").toString(),
                "aws.s3_endpoint",
                cloud.s3(),
                "aws.sqs_endpoint",
                cloud.sqs(),
                "aws.sts_endpoint",
                cloud.sqs(),
                "aws.path_style",
                "true"));
    all.putAll(config);
    return SourceRun.of(PROVIDER, folder).config(all).stored(stored).open();
  }

  /** Polls until something is so. */
  public static void until(SourceRun run, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "not so after %s; health: %s; malformed: %s"
                .formatted(DEADLINE, run.health().problem(), run.malformed()));
      }
      run.poll();
    }
  }

  /** The problem that the instance tells sooner or later, which has these words. */
  public static String problem(SourceRun run, String with) throws Exception {
    until(run, () -> run.health().problem().filter(text -> text.contains(with)).isPresent());
    return run.health().problem().orElseThrow();
  }

  /** Polls until the source ends. */
  public static void drain(SourceRun run) throws Exception {
    until(run, run::ended);
  }

  /** The numbers of events, in their order. */
  public static List<Integer> numbers(List<RecordedEvent> events) {
    List<Integer> numbers = new ArrayList<>();
    for (RecordedEvent event : events) {
      numbers.add(Integer.parseInt(String.valueOf(event.value("ct.id")).substring(2)));
    }
    return numbers;
  }

  /** Numbers from one to before another. */
  public static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
