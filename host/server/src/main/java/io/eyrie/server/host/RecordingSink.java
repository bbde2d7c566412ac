// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.engine.run.Evaluator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Marks the events of a recording that are wanted, and counts what was lost. One thread. */
final class RecordingSink implements EventSink {

  private final @Nullable Evaluator filter;
  private final long mostEvents;
  private final Consumer<String> remarks;
  private @Nullable Recording recording;
  private long number;
  private long marked;
  private long lost;

  /**
   * Marks events.
   *
   * @param filter says which, or null when all are wanted
   * @param mostEvents how many at most; 0 without bound
   * @param remarks is told of losses
   */
  RecordingSink(@Nullable Evaluator filter, long mostEvents, Consumer<String> remarks) {
    this.filter = filter;
    this.mostEvents = mostEvents;
    this.remarks = remarks;
  }

  /** Events are of this recording from now on. */
  void into(Recording next) {
    recording = next;
  }

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    Recording now = recording;
    number++;
    boolean wanted = filter == null || filter.judge(eventType, timeNanos, number) > 0;
    if (wanted && now != null && (mostEvents == 0 || marked < mostEvents)) {
      marked++;
      now.mark();
    }
  }

  /** How many events were wanted so far. */
  long marked() {
    return marked;
  }

  /** How many events the source lost so far. */
  long lost() {
    return lost;
  }

  @Override
  public void partition(String partition) {}

  @Override
  public void checkpoint(long ticket) {}

  @Override
  public void checkpoint(long ticket, Position position) {}

  @Override
  public void lost(Loss loss) {
    lost += loss.events();
    remarks.accept("lost %,d events: %s".formatted(loss.events(), loss.reason()));
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    remarks.accept("%s: no event: %s".formatted(place, reason));
  }
}
