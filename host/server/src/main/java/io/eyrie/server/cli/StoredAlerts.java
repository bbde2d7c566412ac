// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.AlertPage;
import io.eyrie.server.admin.AlertSearch;

/**
 * Prints the stored alerts of a running host, page by page.
 *
 * @param json whether each is a line of JSON
 */
record StoredAlerts(Terminal terminal, AdminClient client, boolean json) {

  /** Prints what is found, at most so many. */
  int print(AlertSearch first, long most) throws CommandFailed {
    long left = most;
    AlertSearch search = first;
    try {
      while (!terminal.readerGone()) {
        AlertPage page = client.alerts(search);
        for (AlertPage.Found alert : page.alerts()) {
          terminal.line(json ? alert.json() : alert.output());
        }
        left -= page.alerts().size();
        if (page.next().isEmpty() || left <= 0) {
          break;
        }
        search = search.page((int) Math.min(first.most(), left), page.next());
      }
      return Cli.OK;
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }
}
