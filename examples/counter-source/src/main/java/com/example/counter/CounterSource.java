// SPDX-License-Identifier: Apache-2.0
package com.example.counter;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/**
 * A running instance. It stores how far it has counted and goes on from there after a restart.
 *
 * <p>All calls come on one thread, so plain fields do.
 */
final class CounterSource implements Source {

  private static final String PARTITION = "counter";
  private static final int NUMBERS_PER_POLL = 100;
  private static final long LONGEST_WAIT_MILLIS = 100;

  private final long pauseNanos;
  private final long last;
  private long number;
  private long nextNanos = System.nanoTime();

  CounterSource(Duration interval, long last, SourceContext context) {
    this.pauseNanos = interval.toNanos();
    this.last = last;
    this.number = context.positions().cursor(PARTITION).map(Long::parseLong).orElse(0L);
  }

  /** Names and arguments are looked at here, once, and never per event. */
  @Override
  public Extraction bind(Demand demand) throws PluginException {
    Part[] parts = new Part[demand.fields().size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(demand.fields().get(i));
    }
    return (index, into) -> parts[index].write(into);
  }

  private Part part(Demand.Request request) throws PluginException {
    switch (request.field().name()) {
      case "counter.number":
        return into -> into.set(number);
      case "counter.text":
        return into -> into.set(Long.toString(number));
      case "counter.half":
        return into -> {
          if (number % 2 == 0) {
            into.set(number / 2);
          }
        };
      case "counter.digits":
        return this::digits;
      case "counter.version":
        String version = version();
        return into -> into.set(version);
      default:
        long divisor = divisor(request.argument());
        return into -> into.set(number % divisor);
    }
  }

  private void digits(Value into) {
    into.beginList();
    long power = 1;
    while (number / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      into.add(number / power % 10);
    }
  }

  /** What the build wrote into the jar. */
  private static String version() throws PluginException {
    Properties properties = new Properties();
    try (InputStream in = CounterSource.class.getResourceAsStream("counter.properties")) {
      properties.load(Objects.requireNonNull(in, "counter.properties"));
    } catch (IOException e) {
      throw PluginException.internal("counter.version", "can't read the jar: " + e.getMessage(), e);
    }
    return properties.getProperty("version");
  }

  private static long divisor(String argument) throws PluginException {
    try {
      long divisor = Long.parseLong(argument);
      if (divisor > 0) {
        return divisor;
      }
    } catch (NumberFormatException e) {
      // Told below, in the operator's words.
    }
    throw PluginException.user(
        "counter.modulo", "counter.modulo[" + argument + "] needs a number of 1 or more");
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    if (last > 0 && number >= last) {
      return Progress.END;
    }
    long waitMillis = (nextNanos - System.nanoTime()) / 1_000_000;
    if (waitMillis > 0) {
      Thread.sleep(Math.min(waitMillis, LONGEST_WAIT_MILLIS));
      return Progress.IDLE;
    }
    sink.partition(PARTITION);
    int most = pauseNanos == 0 ? NUMBERS_PER_POLL : 1;
    for (int i = 0; i < most && (last == 0 || number < last); i++) {
      number++;
      sink.accept((int) (number % 2), System.currentTimeMillis() * 1_000_000, number);
    }
    sink.checkpoint(number, new Position(PARTITION, Long.toString(number)));
    nextNanos = System.nanoTime() + pauseNanos;
    return Progress.MORE;
  }

  @Override
  public void close() {}

  /** Writes one demanded field of the current number. */
  private interface Part {
    void write(Value into);
  }
}
