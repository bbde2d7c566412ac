// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * What the admin socket asks of the host.
 *
 * <p>Called by several threads at once. Only {@link #reload} and {@link #testOutput} take longer
 * than a moment.
 */
public interface Administration {

  /** How the host is. */
  HostStatus status();

  /** The plugin jars that were found, also those that could not be loaded. */
  List<PluginStatus> plugins();

  /** The output instances. */
  List<OutputStatus> outputs();

  /**
   * Sends a test alert to one output and waits for what comes of it.
   *
   * @param output the name of an instance
   */
  OutputTest testOutput(String output);

  /**
   * Searches the stored alerts.
   *
   * @throws IllegalArgumentException if the page before is none of this store, or a value is out of
   *     range
   */
  AlertPage alerts(AlertSearch search);

  /** Reads configuration and rules again; the old ones stay when the new have problems. */
  ReloadReport reload();

  /**
   * Alerts that an output refused for good, the oldest first.
   *
   * @param most how many to return, at least 1
   */
  List<DeadLetterStatus> deadLetters(DeadLetterChoice which, int most);

  /** Has dead letters delivered again; those that are delivered are gone from the list then. */
  DeadLetterChange retryDeadLetters(DeadLetterChoice which);

  /** Removes dead letters for good. */
  DeadLetterChange dropDeadLetters(DeadLetterChoice which);
}
