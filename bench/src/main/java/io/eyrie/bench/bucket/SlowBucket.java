// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.testkit.aws.AwsServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * A bucket that takes its time for each answer, in a process of its own: it prints where it is, and
 * how busy it was kept when its standard input ends.
 */
public final class SlowBucket {

  /** What the bucket is called. */
  static final String NAME = "trail";

  private static final Duration EVERY = Duration.ofMillis(5);

  private SlowBucket() {}

  /** How many objects, records in each, milliseconds an answer takes, downloads at once. */
  public static void main(String[] arguments) throws Exception {
    int objects = Integer.parseInt(arguments[0]);
    int downloads = Integer.parseInt(arguments[3]);
    Duration latency = Duration.ofMillis(Integer.parseInt(arguments[2]));
    try (AwsServer aws = AwsServer.start()) {
      fill(aws, objects, zipped(Integer.parseInt(arguments[1])));
      aws.setLatency("GetObject", latency);
      aws.setLatency("ListObjectsV2", latency);
      Watch watch = new Watch(aws, objects, downloads);
      Thread watcher = Thread.ofPlatform().daemon().name("watcher").start(watch);
      System.out.println(aws.url());
      BufferedReader end = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      while (end.readLine() != null) {
        // Nothing is expected before the end.
      }
      watcher.join(1000);
      System.out.println(watch);
    }
  }

  private static void fill(AwsServer aws, int objects, byte[] object) {
    for (int i = 0; i < objects; i++) {
      String key =
          String.format(
              Locale.ROOT,
              "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/02/111122223333_CloudTrail_"
                  + "eu-central-1_20260302T%02d%02dZ_%05d.json.gz",
              i / 60 % 24,
              i % 60,
              i);
      aws.buckets().put(NAME, key, object);
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

  /** Looks again and again how many downloads there are, the two halves of the objects apart. */
  private static final class Watch implements Runnable {

    private final AwsServer aws;
    private final int objects;
    private final int downloads;
    private final long[] samples = new long[2];
    private final long[] sums = new long[2];
    private final long[] full = new long[2];

    Watch(AwsServer aws, int objects, int downloads) {
      this.aws = aws;
      this.objects = objects;
      this.downloads = downloads;
    }

    @Override
    public void run() {
      // The last few can't fill what is left of the places.
      for (long done = 0; done < objects - downloads; done = aws.count("GetObject")) {
        LockSupport.parkNanos(EVERY.toNanos());
        int now = aws.atOnce("GetObject");
        int half = done < objects / 2 ? 0 : 1;
        if (done > 0 || now > 0) {
          samples[half]++;
          sums[half] += now;
          full[half] += now >= downloads ? 1 : 0;
        }
      }
    }

    private String half(int half) {
      return String.format(
          Locale.ROOT,
          "%.1f on average, all %d in %.0f %% of %d samples",
          (double) sums[half] / Math.max(1, samples[half]),
          downloads,
          100.0 * full[half] / Math.max(1, samples[half]),
          samples[half]);
    }

    @Override
    public String toString() {
      return "at the server: at most %d downloads at once; of the first half of the objects %s, of the second %s"
          .formatted(aws.mostAtOnce("GetObject"), half(0), half(1));
    }
  }
}
