// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.server.admission.FoldedAlerts;
import io.eyrie.server.alert.AlertJson;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.delivery.DeliveryPolicy.Suppression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one output holds back of alerts that repeat themselves: the open windows by rule and key,
 * each with the count of what came after its first alert.
 *
 * <p>Whatever changes is handed out as states by name, to be stored with the place in the log, so
 * that a kill finds an alert either read and counted or neither. A window that is over is stored as
 * such, its count fixed, before its summary is made: told again after a kill, it says the same.
 * There are at most {@value #MOST} open windows: what would need another is let through. For one
 * thread at a time.
 */
final class HeldBack {

  private static final Logger LOG = LoggerFactory.getLogger(HeldBack.class);

  static final int MOST = 10_000;

  /**
   * A window that is over and has held something back.
   *
   * @param name of its state
   */
  record Closed(String name, long ends, FoldedAlerts counted) {}

  /**
   * A window.
   *
   * @param ends nanoseconds since the epoch
   * @param counted what was held back; its samples are empty when nothing was
   */
  private record Window(long ends, FoldedAlerts counted) {

    String state() {
      return ends + " " + counted.state();
    }

    static Window parse(String state) {
      int blank = state.indexOf(' ');
      return new Window(
          Long.parseLong(state.substring(0, blank)),
          FoldedAlerts.parse(state.substring(blank + 1)));
    }
  }

  /** What the name of a window begins with that is over; those of others are JSON. */
  private static final String CLOSED = "closed ";

  private final String output;
  private final Suppression suppression;
  private final HostAlerts hostAlerts;
  private final Map<String, Window> windows = new HashMap<>();
  private final List<Closed> closedBefore = new ArrayList<>();
  private final Map<String, Optional<String>> changes = new LinkedHashMap<>();

  /**
   * Begins with what was stored.
   *
   * @param stored states by name
   */
  HeldBack(
      String output, Suppression suppression, HostAlerts hostAlerts, Map<String, String> stored) {
    this.output = output;
    this.suppression = suppression;
    this.hostAlerts = hostAlerts;
    stored.forEach((name, state) -> {
      try {
        Window window = Window.parse(state);
        if (name.startsWith(CLOSED)) {
          closedBefore.add(new Closed(name, window.ends(), window.counted()));
        } else {
          windows.put(name, window);
        }
      } catch (RuntimeException e) {
        LOG.warn("output {}: what was held back under a name can't be read", output, e);
        changes.put(name, Optional.empty());
      }
    });
  }

  /** Whether an alert is held back, and counted then. */
  boolean holds(AlertRecord alert, long nowNanos) {
    String name = name(alert);
    Window window = windows.get(name);
    if (window == null) {
      if (windows.size() < MOST) {
        put(name, new Window(nowNanos + suppression.window().toNanos(), nothing(alert)));
      }
      return false;
    }
    put(name, new Window(window.ends(), counted(window.counted(), alert)));
    return true;
  }

  private void put(String name, Window window) {
    windows.put(name, window);
    changes.put(name, Optional.of(window.state()));
  }

  private static FoldedAlerts nothing(AlertRecord alert) {
    return new FoldedAlerts(
        alert.rule(), alert.priority(), alert.source(), "", "", 0, 0, 0, List.of());
  }

  private static FoldedAlerts counted(FoldedAlerts before, AlertRecord alert) {
    boolean first = before.count() == 0;
    return new FoldedAlerts(
        before.rule(),
        alert.priority().atLeast(before.priority()) ? alert.priority() : before.priority(),
        before.source(),
        "",
        "",
        before.count() + 1,
        first ? alert.timeNanos() : Math.min(before.fromNanos(), alert.timeNanos()),
        first ? alert.timeNanos() : Math.max(before.toNanos(), alert.timeNanos()),
        first ? List.of(alert.message()) : before.samples());
  }

  /** Rule and values of the key; names without a value count as empty. */
  private String name(AlertRecord alert) {
    List<String> parts = new ArrayList<>(List.of(alert.rule()));
    parts.addAll(AlertKey.values(alert, suppression.by()));
    return AlertJson.texts(parts);
  }

  /** The windows that were closed, and not told, when this was opened. */
  List<Closed> closedBefore() {
    return List.copyOf(closedBefore);
  }

  /**
   * Ends the windows whose time is over; those that held something back, to be told once that is
   * durable.
   */
  List<Closed> close(long nowNanos) {
    List<Closed> over = new ArrayList<>();
    windows
        .entrySet()
        .removeIf(open -> {
          Window window = open.getValue();
          if (window.ends() > nowNanos) {
            return false;
          }
          changes.put(open.getKey(), Optional.empty());
          if (window.counted().count() > 0) {
            String name = CLOSED + window.ends() + ' ' + open.getKey();
            changes.put(name, Optional.of(window.state()));
            over.add(new Closed(name, window.ends(), window.counted()));
          }
          return true;
        });
    return over;
  }

  /** The summary of a window whose end is durable; it is forgotten with the changes. */
  AlertRecord summary(Closed closed) {
    changes.put(closed.name(), Optional.empty());
    FoldedAlerts counted = closed.counted();
    String name = closed.name().substring(closed.name().indexOf('['));
    List<String> key = AlertJson.texts(name);
    return hostAlerts.suppressed(
        output,
        closed.name(),
        counted.rule(),
        counted.priority(),
        key.subList(1, key.size()),
        counted.count(),
        counted.fromNanos(),
        counted.toNanos(),
        counted.samples().getFirst());
  }

  /** When the next window ends, nanoseconds since the epoch; {@link Long#MAX_VALUE} for never. */
  long nextEnd() {
    return windows.values().stream().mapToLong(Window::ends).min().orElse(Long.MAX_VALUE);
  }

  /** What has changed since the last call, by name; empty for what is gone. */
  Map<String, Optional<String>> changes() {
    Map<String, Optional<String>> all = Map.copyOf(changes);
    changes.clear();
    return all;
  }
}
