// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.Subscriber;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.grpc.Status;
import java.util.List;

/** The subscribers whose place the host keeps: a bounded number of names. */
final class Subscribers {

  /** Each name is counted with every alert that the retention takes. */
  private static final int MOST = 1000;

  private final AlertLog log;
  private final Streams streams;

  Subscribers(AlertLog log, Streams streams) {
    this.log = log;
    this.streams = streams;
  }

  /**
   * A reader for a name, whose place is kept from now on.
   *
   * @param token where to begin whatever the place is; empty for the place
   * @param oldest where a new name begins without a token
   */
  AlertReader reader(AlertFilter filter, String name, String token, boolean oldest) {
    if (known(name)) {
      return token.isEmpty() ? log.durable(filter, name) : log.resume(filter, token);
    }
    if (log.places().size() >= MOST) {
      throw new Refused(
          Status.RESOURCE_EXHAUSTED,
          "places of %d named subscribers are kept, more are not: forget one that is not used any more"
              .formatted(MOST));
    }
    if (!token.isEmpty()) {
      return log.durable(filter, name, token);
    }
    return oldest ? log.durable(filter, name, oldest()) : log.durable(filter, name);
  }

  private String oldest() {
    try (AlertReader reader = log.fromOldest(AlertFilter.all())) {
      return reader.token();
    }
  }

  void acknowledge(String name, String token) {
    if (!known(name)) {
      throw unknown(name);
    }
    if (token.isEmpty()) {
      throw Refused.invalid("token is empty: send that of the last response that is done with");
    }
    log.acknowledge(name, token);
  }

  List<Subscriber> all() {
    return log.places().stream()
        .map(place ->
            Subscriber.newBuilder()
                .setName(place.name())
                .setToken(place.token())
                .setBehind(place.behind())
                .setMissed(place.missed())
                .setStreams(streams.of(place.name()))
                .build())
        .toList();
  }

  void forget(String name) {
    if (!log.forget(name)) {
      throw unknown(name);
    }
  }

  private boolean known(String name) {
    return log.places().stream().anyMatch(place -> place.name().equals(name));
  }

  private static Refused unknown(String name) {
    return new Refused(
        Status.NOT_FOUND,
        "no place is kept for a subscriber %s: Subscribe with the name keeps one".formatted(name));
  }
}
