// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import io.eyrie.server.metrics.Sample;
import java.util.List;

/**
 * How a host is at one moment.
 *
 * @param version of Eyrie
 * @param pid the number of its process
 * @param home its home folder
 * @param started when it started, in ISO 8601
 * @param revision of the loaded rules
 * @param rules how many rules are loaded
 * @param activeRules how many of them judge events; the others are disabled or their source is
 *     absent
 * @param sources the source instances
 * @param outputs the output instances
 * @param store the alert store
 * @param metrics every metric
 */
public record HostStatus(
    String version,
    long pid,
    String home,
    String started,
    String revision,
    int rules,
    int activeRules,
    List<SourceStatus> sources,
    List<OutputStatus> outputs,
    StoreStatus store,
    List<Sample> metrics) {

  /**
   * The alert store.
   *
   * @param alerts how many are stored
   * @param bytes how large they are on disk
   * @param problem what keeps it from writing, and what to do; empty while it writes
   */
  public record StoreStatus(long alerts, long bytes, String problem) {}
}
