// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in buckets, as S3 lists and gives them with buckets named in paths. */
public final class BucketStore {

  /** So many entries a page has at most; those of S3 have 1,000. */
  private static final int PAGE = 100;

  private final Map<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();

  private static final class Stored {

    private final byte[] bytes;
    private final Instant modified;

    Stored(byte[] bytes, Instant modified) {
      this.bytes = bytes;
      this.modified = modified;
    }
  }

  BucketStore() {}

  /** Makes a bucket. */
  public void make(String bucket) {
    buckets.computeIfAbsent(bucket, _ -> new ConcurrentSkipListMap<>());
  }

  /** Puts an object, and its bucket if need be. */
  public void put(String bucket, String key, byte[] bytes) {
    put(bucket, key, bytes, Instant.now());
  }

  /** The same, written at a time. */
  public void put(String bucket, String key, byte[] bytes, Instant modified) {
    make(bucket);
    bucket(bucket).put(key, new Stored(bytes.clone(), modified));
  }

  /** Takes an object away. */
  public void remove(String bucket, String key) {
    bucket(bucket).remove(key);
  }

  /** Lets nobody read a bucket, or an object by {@code BUCKET/KEY}. */
  public void deny(String name) {
    denied.add(name);
  }

  /** Lets it be read again. */
  public void allow(String name) {
    denied.remove(name);
  }

  private NavigableMap<String, Stored> bucket(String name) {
    return buckets.getOrDefault(name, new ConcurrentSkipListMap<>());
  }

  static String operation(URI uri) {
    return query(uri).containsKey("list-type") ? "ListObjectsV2" : "GetObject";
  }

  AwsServer.Answer answer(String operation, URI uri) throws AwsServer.Refused {
    String path = uri.getPath().substring(1);
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    NavigableMap<String, Stored> bucket = buckets.get(name);
    if (bucket == null) {
      throw new AwsServer.Refused(404, "NoSuchBucket");
    }
    if (denied.contains(name)) {
      throw new AwsServer.Refused(403, "AccessDenied");
    }
    return operation.equals("GetObject")
        ? object(bucket, name, path.substring(slash + 1))
        : list(bucket, name, query(uri));
  }

  private AwsServer.Answer object(NavigableMap<String, Stored> bucket, String name, String key)
      throws AwsServer.Refused {
    if (denied.contains(name + "/" + key)) {
      throw new AwsServer.Refused(403, "AccessDenied");
    }
    Stored object = bucket.get(key);
    if (object == null) {
      throw new AwsServer.Refused(404, "NoSuchKey");
    }
    return new AwsServer.Answer(
        200,
        object.bytes,
        Map.of(
            "Content-Type",
            "application/json",
            "ETag",
            "\"" + HexFormat.of().toHexDigits(object.bytes.length) + "\"",
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.ofInstant(object.modified, ZoneOffset.UTC))));
  }

  private static AwsServer.Answer list(
      NavigableMap<String, Stored> bucket, String name, Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    StringBuilder entries = new StringBuilder();
    String last = "";
    String folder = "";
    int count = 0;
    boolean more = false;
    for (Map.Entry<String, Stored> entry : bucket.tailMap(after, false).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix) || !folder.isEmpty() && key.startsWith(folder)) {
        continue;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String shown = end < 0 ? key : key.substring(0, end + 1);
      if (end >= 0 && after.startsWith(shown)) {
        continue;
      }
      if (count == most) {
        more = true;
        break;
      }
      count++;
      if (end >= 0) {
        folder = shown;
        // Behind all that begins with it.
        last = shown + "\uffff";
        entries.append("<CommonPrefixes><Prefix>").append(text(shown));
        entries.append("</Prefix></CommonPrefixes>");
      } else {
        last = key;
        entries.append("<Contents><Key>").append(text(key)).append("</Key><LastModified>");
        entries.append(entry.getValue().modified).append("</LastModified><Size>");
        entries.append(entry.getValue().bytes.length).append("</Size></Contents>");
      }
    }
    return AwsServer.Answer.of(
        "application/xml",
        "<?xml version=\"1.0\"?><ListBucketResult><Name>%s</Name><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
            .formatted(
                name,
                more,
                more ? "<NextContinuationToken>" + text(last) + "</NextContinuationToken>" : "",
                entries));
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.put(URLDecoder.decode(key, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return query;
  }
}
