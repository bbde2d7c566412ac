// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a source against the contract, by runs that end as a host may end.
 *
 * <p>A first run reads the whole input and is ended without anything being committed, as by a
 * crash. For an {@linkplain Delivery#AT_LEAST_ONCE at-least-once} source a second one must give the
 * same events again; half of it is committed. A third one goes on from there, and is committed
 * wholly. A fourth one must find nothing left. After each run no thread of the source may live on.
 *
 * <p>What is checked besides: every declared field is extracted by at least one event and fits its
 * declared type and event types, values stay as they are until the sink returns, offsets tell
 * events apart, the order in which fields are asked for does not matter, records that are no events
 * are reported, the sink is called on the worker thread alone.
 *
 * <p>Not safe for several threads.
 */
public final class SourceContract {

  private static final int IDLE_POLLS = 3;
  private static final int MOST_SHOWN = 3;

  private final SourceProvider provider;
  private final Map<String, String> arguments = new HashMap<>();
  private Map<String, ?> config = Map.of();
  private Outside outside = () -> {};
  private int events = 1;
  private int malformed;
  private Duration deadline = Duration.ofSeconds(30);

  private SourceContract(SourceProvider provider) {
    this.provider = provider;
  }

  /** Begins a check of this provider's source. */
  public static SourceContract of(SourceProvider provider) {
    return new SourceContract(provider);
  }

  /** The instance's configuration, as in {@code eyrie.yaml}: texts and lists of texts. */
  public SourceContract config(Map<String, ?> values) {
    this.config = values;
    return this;
  }

  /** How many events the input gives; 1 when never set. */
  public SourceContract events(int count) {
    this.events = count;
    return this;
  }

  /** How many records of the input are no events; 0 when never set. */
  public SourceContract malformed(int count) {
    this.malformed = count;
    return this;
  }

  /** For a field that takes an argument: one for which some event has a value. */
  public SourceContract argument(String field, String argument) {
    arguments.put(field, argument);
    return this;
  }

  /** How long the events of a run may take; half a minute when never set. */
  public SourceContract deadline(Duration longest) {
    this.deadline = longest;
    return this;
  }

  /** Plays the outside world after each opening; does nothing when never set. */
  public SourceContract outside(Outside world) {
    this.outside = world;
    return this;
  }

  /**
   * Runs the checks.
   *
   * @param home an empty folder of the test
   * @throws AssertionError that lists every fault
   */
  public void verify(Path home) {
    List<String> faults = faults(home);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "the source "
              + provider.declaration().name()
              + " does not keep its contract:\n  "
              + String.join("\n  ", faults));
    }
  }

  /** Runs the checks; answers every fault, none when the source keeps its contract. */
  public List<String> faults(Path home) {
    Set<String> faults = new LinkedHashSet<>();
    SourceDeclaration declaration = provider.declaration();
    checkDeclaration(declaration, faults);
    try {
      Outcome first = run(home, List.of(), false, faults, run -> read(run, events, faults));
      checkFields(declaration, first.events(), faults);
      if (first.malformed() != malformed) {
        faults.add(
            "reported " + first.malformed() + " malformed records, of " + malformed + " there are");
      }
      if (declaration.delivery() == Delivery.AT_LEAST_ONCE) {
        checkResuming(home, first, faults);
      }
    } catch (PluginException e) {
      faults.add("threw " + e.code() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      faults.add("the check was interrupted");
    } catch (Exception e) {
      faults.add("threw " + e);
    }
    return List.copyOf(faults);
  }

  private void checkResuming(Path home, Outcome first, Set<String> faults) throws Exception {
    List<Set<String>> left = new ArrayList<>();
    Outcome second =
        run(
            home,
            List.of(),
            true,
            faults,
            run -> {
              read(run, events, faults);
              if (run.checkpoints() == 0) {
                faults.add("sets no checkpoint, so that nothing is ever acknowledged");
                return;
              }
              if (!run.covered()) {
                faults.add("sets no checkpoint after its last events");
              }
              int half = (run.checkpoints() + 1) / 2;
              run.commit(half);
              left.add(
                  identities(
                      run.events().subList(run.eventsBefore(half - 1), run.events().size())));
            });
    checkSame(first.events(), second.events(), faults);
    Set<String> missing = left.isEmpty() ? Set.of() : left.getFirst();
    Outcome third =
        run(
            home,
            second.stored(),
            false,
            faults,
            run -> {
              readAll(run, missing);
              run.commit();
            });
    Set<String> lost = new HashSet<>(missing);
    lost.removeAll(identities(third.events()));
    if (!lost.isEmpty()) {
      faults.add(
          "does not read again what was not committed: "
              + lost.size()
              + " of "
              + missing.size()
              + " events, such as "
              + lost.iterator().next());
    }
    run(
        home,
        third.stored(),
        false,
        faults,
        run -> {
          for (int i = 0; i < IDLE_POLLS && run.poll() != Progress.END; i++) {
            // Each poll waits for events as long as the source sees fit.
          }
          if (!run.events().isEmpty()) {
            faults.add(
                "reads again what was committed, such as " + run.events().getFirst().identity());
          }
        });
  }

  private Outcome run(
      Path home, List<Position> stored, boolean reversed, Set<String> faults, Part part)
      throws Exception {
    ThreadCensus census = ThreadCensus.take();
    SourceRun.Builder builder =
        SourceRun.of(provider, home).config(config).arguments(arguments).stored(stored);
    if (reversed) {
      builder.reversed();
    }
    SourceRun run = builder.open();
    try {
      outside.act();
      part.of(run);
    } finally {
      run.close();
    }
    faults.addAll(run.faults());
    census
        .stillThereAfter(deadline)
        .forEach(name -> faults.add("its thread " + name + " lives on after close()"));
    return new Outcome(run.events(), run.malformed().size(), run.stored());
  }

  private void read(SourceRun run, int count, Set<String> faults)
      throws PluginException, InterruptedException {
    int came = run.pollUntil(count, deadline).size();
    for (int i = 0; i < IDLE_POLLS && !run.ended(); i++) {
      run.poll();
    }
    came = Math.max(came, run.events().size());
    if (came != count) {
      faults.add("gave " + came + " events, of " + count + " there are");
    }
  }

  private void readAll(SourceRun run, Set<String> wanted)
      throws PluginException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!run.ended()
        && System.nanoTime() - end < 0
        && !(identities(run.events()).containsAll(wanted) && run.covered())) {
      run.poll();
    }
  }

  private void checkDeclaration(SourceDeclaration declaration, Set<String> faults) {
    SourceDeclaration again = provider.declaration();
    if (!declaration.name().equals(again.name())
        || !declaration.eventTypes().equals(again.eventTypes())
        || !names(declaration).equals(names(again))) {
      faults.add("declaration() is not the same each time");
    }
    for (Field field : declaration.fields()) {
      if (field.argument().required() && !arguments.containsKey(field.name())) {
        faults.add("the field " + field.name() + " needs an argument: give one to the check");
      }
    }
  }

  private void checkFields(
      SourceDeclaration declaration, List<RecordedEvent> recorded, Set<String> faults) {
    for (Field field : declaration.fields()) {
      String argument = arguments.get(field.name());
      String name = argument == null ? field.name() : field.name() + "[" + argument + "]";
      if (recorded.stream().noneMatch(event -> event.value(name) != null)) {
        faults.add("the field " + name + " is declared, but no event has it");
      }
    }
  }

  /** Compares all but the time, which is that of reading where a record has none of its own. */
  private static void checkSame(
      List<RecordedEvent> first, List<RecordedEvent> second, Set<String> faults) {
    Map<String, RecordedEvent> again =
        second.stream()
            .collect(Collectors.toMap(RecordedEvent::identity, event -> event, (one, _) -> one));
    List<String> differences = new ArrayList<>();
    for (RecordedEvent event : first) {
      RecordedEvent other = again.remove(event.identity());
      if (other == null) {
        differences.add("does not give " + event.identity() + " again when read again");
      } else if (!other.type().equals(event.type()) || !other.values().equals(event.values())) {
        differences.add("gives another event when read again: " + event + " became " + other);
      }
    }
    again.keySet().forEach(id -> differences.add("gives " + id + " only when read again"));
    faults.addAll(differences.subList(0, Math.min(MOST_SHOWN, differences.size())));
    if (differences.size() > MOST_SHOWN) {
      faults.add("and so for " + (differences.size() - MOST_SHOWN) + " events more");
    }
  }

  private static List<String> names(SourceDeclaration declaration) {
    return declaration.fields().stream().map(Field::toString).toList();
  }

  private static Set<String> identities(List<RecordedEvent> recorded) {
    return recorded.stream().map(RecordedEvent::identity).collect(Collectors.toSet());
  }

  /**
   * The world outside the source: sends what a source does not fetch by itself. It acts after each
   * opening, as the real one would: it sends again what was not acknowledged, and nothing else.
   * Threads that it starts count as the source's, so it has them ready before.
   */
  @FunctionalInterface
  public interface Outside {

    /** Acts; not for long, since the source is polled only afterwards. */
    void act() throws Exception;
  }

  @FunctionalInterface
  private interface Part {
    void of(SourceRun run) throws PluginException, InterruptedException;
  }

  private record Outcome(List<RecordedEvent> events, int malformed, List<Position> stored) {}
}
