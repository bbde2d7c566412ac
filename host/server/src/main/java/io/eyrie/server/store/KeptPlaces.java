// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.AlertLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes, moves and forgets the places that are kept for readers, each change durable when the call
 * returns, but for {@link #acknowledgeSoon}. Safe for several threads.
 *
 * <p>A call that has to write throws {@link IllegalStateException} when the store can't; it can be
 * tried again.
 */
final class KeptPlaces {

  private final AlertStore store;
  private final Cursors cursors;
  private final SubmitQueue queue;

  KeptPlaces(AlertStore store, Cursors cursors, SubmitQueue queue) {
    this.store = store;
    this.cursors = cursors;
    this.queue = queue;
  }

  /** The place of a name; a new name gets this one. */
  Cursors.Place create(CursorName name, Cursors.Place fresh) throws InterruptedException {
    Optional<Cursors.Place> known = cursors.place(name);
    if (known.isPresent()) {
      return known.get();
    }
    store.call(connection -> Cursors.create(connection, name, fresh));
    cursors.created(name, fresh);
    return cursors.place(name).orElse(fresh);
  }

  /** The same for a reader, which is not interrupted by design. */
  Cursors.Place ofReader(CursorName name, Cursors.Place fresh) {
    try {
      return create(name, fresh);
    } catch (InterruptedException _) {
      throw interrupted("making the durable reader " + name.reader());
    }
  }

  /** Moves a place forward, to be written with what comes within the next moment. */
  void acknowledgeSoon(CursorName name, long number) {
    cursors.acknowledge(name, new Cursors.Progress(number, Map.of()));
    queue.nudge();
  }

  /**
   * Moves the place of an output forward together with the states of what it holds back, in one
   * transaction, which is asked for at once.
   *
   * @param held by name; empty for what is no longer held back
   */
  void deliver(String output, long number, Map<String, Optional<String>> held) {
    cursors.acknowledge(CursorName.ofOutput(output), new Cursors.Progress(number, held));
    queue.nudgeAtOnce();
  }

  /** Waits until the place of an output is durable as far as it was moved. */
  boolean awaitDurable(String output, long number, Duration limit) throws InterruptedException {
    return cursors.awaitDurable(CursorName.ofOutput(output), number, limit);
  }

  /** What an output holds back, by name. */
  Map<String, String> held(String output) {
    return store.read(connection -> {
      Map<String, String> states = new TreeMap<>();
      try (PreparedStatement query =
          connection.prepareStatement("SELECT name, state FROM held_back WHERE output = ?")) {
        query.setString(1, output);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            states.put(rows.getString(1), rows.getString(2));
          }
        }
      }
      return states;
    });
  }

  /** How many alerts the retention has taken from a place, unread. */
  long missed(CursorName name) {
    return store.read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT missed FROM cursors WHERE output = ? AND reader = ?")) {
        query.setString(1, name.output());
        query.setString(2, name.reader());
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? row.getLong(1) : 0L;
        }
      }
    });
  }

  /** When the oldest alert behind an output's place was stored; empty when there is none. */
  OptionalLong oldestUnread(String output) {
    Optional<Cursors.Place> place = cursors.place(CursorName.ofOutput(output));
    if (place.isEmpty() || place.get().number() >= store.tail().last()) {
      return OptionalLong.empty();
    }
    return store.read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT stored_ns FROM alerts WHERE seq > ? ORDER BY seq LIMIT 1")) {
        query.setLong(1, place.get().number());
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
      }
    });
  }

  /** Moves a place forward; false when none is kept for the name. */
  boolean acknowledge(CursorName name, long number) {
    if (cursors.place(name).isEmpty()) {
      return false;
    }
    AtomicBoolean kept = new AtomicBoolean();
    try {
      store.call(connection -> kept.set(Cursors.move(connection, name, number)));
    } catch (InterruptedException _) {
      throw interrupted("acknowledging for the durable reader " + name.reader());
    }
    cursors.moved(name, number);
    return kept.get();
  }

  /** Keeps no place any more; false when none was kept. */
  boolean forget(CursorName name) {
    try {
      return remove(name);
    } catch (InterruptedException _) {
      throw interrupted("forgetting the durable reader " + name.reader());
    }
  }

  boolean remove(CursorName name) throws InterruptedException {
    if (cursors.place(name).isEmpty()) {
      return false;
    }
    store.call(connection -> Cursors.forget(connection, name));
    cursors.forgotten(name);
    return true;
  }

  /** The places of an output's durable readers, by name. */
  List<AlertLog.Place> ofReaders(String output) {
    long last = store.tail().last();
    return store.read(connection -> {
      List<AlertLog.Place> places = new ArrayList<>();
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT reader, missed FROM cursors WHERE output = ? AND reader <> ''"
                  + " ORDER BY reader")) {
        query.setString(1, output);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            String reader = rows.getString(1);
            long missed = rows.getLong(2);
            cursors
                .place(new CursorName(output, reader))
                .ifPresent(place ->
                    places.add(
                        new KeptPlace(
                            reader,
                            new LogToken(store.epoch(), place.number()).text(),
                            Math.max(0, last - place.number()),
                            missed)));
          }
        }
      }
      return places;
    });
  }

  private record KeptPlace(String name, String token, long behind, long missed)
      implements AlertLog.Place {}

  private static IllegalStateException interrupted(String doing) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while " + doing);
  }
}
