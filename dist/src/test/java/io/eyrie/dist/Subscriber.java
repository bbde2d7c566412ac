// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.Field;
import io.eyrie.alerts.v1.Gap;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.alerts.v1.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC client that takes alerts on a thread of its own from the oldest on, keeps them all, and
 * resumes by its token whenever the host has gone and come back.
 */
final class Subscriber implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Pattern NUMBER = Pattern.compile("\\bn=(\\d+)\\b");

  private final AlertClient client;
  private final AlertStream stream;
  private final Thread thread;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private @Nullable Exception refused;

  private Subscriber(String address, String token) {
    client = AlertClient.connect(address);
    stream =
        client.subscribe(
            SubscribeRequest.newBuilder()
                .setStart(StartPosition.START_POSITION_OLDEST)
                .setResumeToken(token)
                .build());
    thread = Thread.ofPlatform().daemon().name("subscriber").start(this::take);
  }

  /** Subscribes to all that the host of the site has stored and will store. */
  static Subscriber of(Site site) {
    return new Subscriber(site.address(), "");
  }

  /** Subscribes to what comes behind a token. */
  static Subscriber behind(Site site, String token) {
    return new Subscriber(site.address(), token);
  }

  private void take() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<SubscribeResponse> step = stream.next(STEP);
        synchronized (alerts) {
          step.filter(SubscribeResponse::hasAlert).ifPresent(it -> alerts.add(it.getAlert()));
          step.filter(SubscribeResponse::hasGap).ifPresent(it -> gaps.add(it.getGap()));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SubscriptionRefused e) {
      synchronized (alerts) {
        refused = e;
      }
    }
  }

  /** The token behind what was taken. */
  String token() {
    return stream.token();
  }

  /** How things stand, for the message of a test that fails. */
  String standing() {
    synchronized (alerts) {
      Map<String, Integer> counts = new TreeMap<>();
      alerts.forEach(alert -> counts.merge(alert.getRule(), 1, Integer::sum));
      return "the subscriber has %s, gaps %s, and is %s"
          .formatted(
              counts, gaps, stream.connected() ? "connected" : "cut off: " + stream.problem());
    }
  }

  /** What has come so far, in its order. */
  List<Alert> alerts() {
    synchronized (alerts) {
      if (refused != null) {
        throw new AssertionError("the host refuses the subscriber", refused);
      }
      return List.copyOf(alerts);
    }
  }

  /** How many alerts have come so far. */
  int count() {
    synchronized (alerts) {
      return alerts.size();
    }
  }

  /** What has come of one rule, in its order. */
  List<Alert> alerts(String rule) {
    return alerts().stream().filter(alert -> alert.getRule().equals(rule)).toList();
  }

  /** The alerts of the host itself. */
  List<Alert> internal(String name) {
    return alerts("Eyrie internal: " + name);
  }

  /** Where alerts are missing. */
  List<Gap> gaps() {
    synchronized (alerts) {
      return List.copyOf(gaps);
    }
  }

  /** The number that follows {@code n=} in the message. */
  static int number(Alert alert) {
    Matcher found = NUMBER.matcher(alert.getMessage());
    if (!found.find()) {
      throw new AssertionError("no number in: " + alert.getMessage());
    }
    return Integer.parseInt(found.group(1));
  }

  /** A field of the alert; the empty value when it has none of that name. */
  static Value field(Alert alert, String name) {
    return alert.getFieldsList().stream()
        .filter(field -> field.getName().equals(name))
        .map(Field::getValue)
        .findFirst()
        .orElse(Value.getDefaultInstance());
  }

  @Override
  public void close() {
    stream.close();
    thread.interrupt();
    client.close();
  }
}
