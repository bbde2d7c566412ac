// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Judges downloaded objects one after the other, and counts them. For the worker thread. */
public final class ObjectJudge implements AutoCloseable {

  private final RecordFeed feed;
  private final int largestRecord;
  private final LongAdder bytesRead;
  private final LongAdder objectsRead;
  private @Nullable ObjectReading reading;

  /** Judges with that feed; larger records are skipped. */
  public ObjectJudge(RecordFeed feed, int largestRecord, SourceContext context) {
    this.feed = feed;
    this.largestRecord = largestRecord;
    this.bytesRead =
        context.metrics().counter("bytes_read", "Bytes of objects read, after decompression.");
    this.objectsRead = context.metrics().counter("objects_read", "Objects read to their ends.");
  }

  /** Whether an object was begun that is not at its end. */
  public boolean busy() {
    return reading != null;
  }

  /** Begins with an object, when it is not busy. */
  public void begin(ObjectName name, Download.Done object) throws PluginException {
    try {
      reading = ObjectReading.open(name, object, largestRecord, feed);
    } catch (IOException e) {
      throw unreadable(name.toString(), e);
    }
  }

  /**
   * Judges some records of the object that was begun.
   *
   * @param deadline by {@link System#nanoTime}, when to return at the latest
   */
  public void step(EventSink sink, long deadline) throws PluginException {
    ObjectReading open = reading;
    if (open == null) {
      return;
    }
    try {
      if (open.step(sink, deadline, bytesRead)) {
        close();
        objectsRead.increment();
      }
    } catch (IOException e) {
      throw unreadable(open.name(), e);
    }
  }

  /** Tells of an object that can't be had any more. */
  public static void tellMissing(ObjectName name, Failure failure, EventSink sink) {
    sink.malformed(
        failure.kind() == Failure.Kind.GONE ? "object_gone" : "object_archived",
        name.toString(),
        failure.problem());
  }

  /** What a source can't go on with. */
  public static PluginException unreadable(String name, Throwable cause) {
    return PluginException.external("object.unreadable", name + ": " + cause, cause);
  }

  @Override
  public void close() {
    ObjectReading open = reading;
    reading = null;
    if (open != null) {
      open.close();
    }
  }
}
