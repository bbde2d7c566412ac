// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * Stored alerts that were found.
 *
 * @param alerts in the order asked for, perhaps none although there are more
 * @param next where the next page begins; empty when there is none
 */
public record AlertPage(List<Found> alerts, String next) {

  /** Copies the list. */
  public AlertPage {
    alerts = List.copyOf(alerts);
  }

  /**
   * An alert.
   *
   * @param output the line for people
   * @param json the line for programs
   */
  public record Found(String output, String json) {}
}
