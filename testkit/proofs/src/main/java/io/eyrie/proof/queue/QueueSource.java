// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.queue;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes messages in the order of their ids and deletes each when everything that followed from it
 * is stored. A message's id is its partition, so that it is the same event however often it is
 * read.
 */
final class QueueSource implements Source {

  private static final int MESSAGES_PER_POLL = 100;
  private static final int LARGEST = 1 << 20;
  private static final long WAIT_MILLIS = 20;

  private final Path spool;
  private final int inFlight;
  private final NavigableMap<Long, Path> owed = new TreeMap<>();
  private final Set<Path> taken = new HashSet<>();
  private long ticket;
  private String id = "";
  private byte[] body = {};

  QueueSource(Path spool, int inFlight) {
    this.spool = spool;
    this.inFlight = inFlight;
  }

  @Override
  public Extraction bind(Demand demand) {
    List<Boolean> ids =
        demand.fields().stream()
            .map(request -> request.field().name().equals("message.id"))
            .toList();
    return (index, into) -> {
      if (ids.get(index)) {
        into.set(id);
      } else {
        into.set(body, 0, body.length);
      }
    };
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    int room = Math.min(MESSAGES_PER_POLL, inFlight - owed.size());
    List<Path> messages = next(room);
    for (Path message : messages) {
      hand(message, sink);
    }
    if (messages.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      return Progress.IDLE;
    }
    return Progress.MORE;
  }

  private List<Path> next(int most) throws PluginException {
    try (Stream<Path> files = Files.list(spool)) {
      return files
          .filter(file -> !taken.contains(file) && file.toString().endsWith(".msg"))
          .sorted()
          .limit(most)
          .toList();
    } catch (IOException e) {
      throw PluginException.external("queue.unreadable", spool + " can't be listed: " + e, e);
    }
  }

  private void hand(Path message, EventSink sink) throws PluginException {
    try {
      boolean fits = Files.size(message) <= LARGEST;
      body = fits ? Files.readAllBytes(message) : new byte[0];
      taken.add(message);
      id = String.valueOf(message.getFileName());
      if (fits && body.length > 0) {
        sink.partition(id);
        sink.accept(0, System.currentTimeMillis() * 1_000_000, 0);
      } else {
        sink.malformed("size", id, fits ? "is empty" : "has more than 1 MiB");
      }
      owed.put(++ticket, message);
      sink.checkpoint(ticket);
    } catch (NoSuchFileException e) {
      // Another consumer was quicker.
      taken.remove(message);
    } catch (IOException e) {
      throw PluginException.external("queue.unreadable", message + " can't be read: " + e, e);
    }
  }

  @Override
  public void committed(long upTo) throws PluginException {
    NavigableMap<Long, Path> done = owed.headMap(upTo, true);
    try {
      for (Path message : done.values()) {
        Files.deleteIfExists(message);
        taken.remove(message);
      }
    } catch (IOException e) {
      throw PluginException.external(
          "queue.not_deleted", "a message in " + spool + " can't be deleted: " + e, e);
    }
    done.clear();
  }

  /** Messages that are still owed stay in the spool and come again. */
  @Override
  public void close() {}
}
