// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import java.nio.file.Path;

/**
 * The process that crash tests kill: goes on writing numbered alerts where its stored position
 * says, and prints every ticket that it saw committed.
 */
final class NumberedWriter {

  private NumberedWriter() {}

  /** Arguments: the home folder. Ends only by being killed. */
  public static void main(String[] args) throws Exception {
    AlertStore store =
        AlertStore.open(Path.of(args[0]), StoreSettings.defaults(), StoreEvents.NONE);
    CommitLane lane = store.lane("first");
    long number = lane.positions().cursor("numbers.txt").map(Long::parseLong).orElse(0L);
    long printed = number;
    while (true) {
      number++;
      lane.append(Alerts.numbered(number));
      if (number % 7 == 0) {
        lane.checkpoint(number, new Position("numbers.txt", Long.toString(number)));
      }
      long committed = lane.committed();
      if (committed > printed) {
        printed = committed;
        System.out.println(committed);
      }
    }
  }
}
