// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import java.util.regex.Pattern;

/** The name of an object in S3. */
public record ObjectName(String bucket, String key) {

  /** What holds records: not what CloudTrail signs them with, and no folder's marker. */
  private static final Pattern RECORDS =
      Pattern.compile("(?!.*/CloudTrail-Digest/).*\\.(json|jsonl|ndjson|log)(\\.gz)?");

  /** Whether objects of that name hold records. */
  public boolean ofRecords() {
    return RECORDS.matcher(key).matches();
  }

  /** As a URL; the partition of the object's events. */
  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
