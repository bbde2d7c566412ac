// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a log of a JSON source that is drawn anew but always the same, a record per line; those of
 * CloudTrail in envelopes of {@value #IN_ENVELOPE}, an envelope per line.
 */
public final class DrawnLog {

  private static final int IN_ENVELOPE = 1000;
  private static final long SEED = 20_260_131;

  private static final Map<String, DrawnRecords> KINDS =
      Map.of(
          "aws_cloudtrail", new DrawnCloudTrail(),
          "k8s_audit", new DrawnK8sAudit(),
          "okta", new DrawnOkta(),
          "github", new DrawnGitHub());

  private DrawnLog() {}

  /** The source, the file, how many MB (10^6 bytes) it should have at least. */
  public static void main(String[] arguments) throws IOException {
    String source = arguments[0];
    DrawnRecords records = KINDS.get(source);
    if (records == null) {
      throw new IllegalArgumentException("no source " + source + "; there are " + KINDS.keySet());
    }
    write(
        records,
        source.equals("aws_cloudtrail"),
        Path.of(arguments[1]),
        Long.parseLong(arguments[2]));
  }

  private static void write(DrawnRecords records, boolean enveloped, Path file, long megabytes)
      throws IOException {
    Draw draw = new Draw(SEED);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      long written = 0;
      for (int number = 0; written < megabytes * 1_000_000; number++) {
        int inEnvelope = number % IN_ENVELOPE;
        String before = !enveloped ? "" : inEnvelope == 0 ? "{\"Records\":[" : ",";
        boolean last = enveloped && inEnvelope == IN_ENVELOPE - 1;
        String behind = !enveloped ? "\n" : last ? "]}\n" : "";
        byte[] bytes = (before + records.record(draw, number) + behind).getBytes(UTF_8);
        out.write(bytes);
        written += bytes.length;
        if (enveloped && !last && written >= megabytes * 1_000_000) {
          out.write("]}\n".getBytes(UTF_8));
        }
      }
    }
  }
}
