// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of one instance that were no events, by kind, and shows the first of each kind
 * to the operator.
 *
 * <p>Kinds beyond the first 64 count as {@code other}, so that a plugin that makes them up from its
 * input takes no more memory. Written by the worker, read from anywhere.
 */
final class Malformed {

  private static final Logger LOG = LoggerFactory.getLogger(Malformed.class);

  private static final int MAX_KINDS = 64;
  private static final String OTHER = "other";

  private final String instance;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Malformed(String instance) {
    this.instance = instance;
  }

  void count(String kind, String place, String reason) {
    LongAdder count = counts.get(kind);
    if (count == null) {
      String counted = counts.size() < MAX_KINDS ? kind : OTHER;
      count = counts.computeIfAbsent(counted, unseen -> new LongAdder());
      if (count.sum() == 0) {
        LOG.warn(
            "{}: {}: {} [{}]; the record is skipped and counted, further ones of this kind are only"
                + " counted",
            instance,
            place,
            reason,
            counted);
      }
    }
    count.increment();
  }

  /** The counts so far, sorted by kind. */
  Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }
}
