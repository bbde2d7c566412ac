// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.syscall.container.CapturedContainers;
import io.eyrie.syscall.convert.Converter;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.field.SyscallExtraction;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of captures, one capture after the other.
 *
 * <p>Every event that is one by today's table has a number; those which only tell the state
 * something have one too, but no rule sees them. Of a capture that is cut off or damaged all is
 * judged that was read before, then the damage is told and the next capture is begun.
 */
public final class CaptureSource implements Source {

  private static final Duration FIRST_LOOK_UP = Duration.ofSeconds(5);
  private static final long SLICE_NANOS = 10_000_000;
  private static final int BETWEEN_CLOCKS = 1024;
  private static final int EVENT_ROOM = 1 << 16;
  private static final int CONTAINER_JSON = 324;
  private static final int ASYNC = 402;
  private static final byte[] CONTAINER = "container".getBytes(StandardCharsets.US_ASCII);
  private static final String STANDARD_INPUT = "-";

  /** Entries of calls that stay events for the state's sake. */
  private static final Set<String> ENTRIES =
      Set.of("open", "creat", "openat", "openat2", "connect", "execve", "execveat");

  /** What stands before the other events and belongs to the tables. */
  private static final Set<String> HEAD =
      Set.of("useradded", "userdeleted", "groupadded", "groupdeleted", "asyncevent", "container");

  private static final boolean[] HIDDEN = hidden();
  private static final boolean[] OF_HEAD = ofHead();

  private final Deque<String> inputs;
  private final Converter converter = new Converter();
  private final Event event = new Event(EVENT_ROOM);
  private final SystemState state;
  private final CurrentEvent current;
  private final HostNames hostNames;
  private final CapturedContainers containers = new CapturedContainers();

  private BitSet enabled = new BitSet();
  private @Nullable CaptureReader reader;
  private String place = "";
  private boolean seeded;
  private long number;
  private long skipped;

  private CaptureSource(List<String> inputs, Limits limits, HostNames hostNames) {
    this.inputs = new ArrayDeque<>(inputs);
    this.state = SystemState.ofCapture(limits);
    this.current = new CurrentEvent(event, state);
    this.hostNames = hostNames;
    current.hostNames(hostNames);
    current.containers(containers);
  }

  private static boolean[] hidden() {
    boolean[] codes = new boolean[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      codes[row.code()] =
          !row.exit() && row.kind() == EventRow.Kind.SYSCALL && ENTRIES.contains(row.name());
    }
    return codes;
  }

  private static boolean[] ofHead() {
    boolean[] codes = new boolean[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      codes[row.code()] = row.kind() == EventRow.Kind.METAEVENT && HEAD.contains(row.name());
    }
    return codes;
  }

  /**
   * Opens captures.
   *
   * @param inputs files, folders whose {@code .scap} files are read by name, or {@code -}
   * @param hostNames where the names of hosts are looked up; closed with the source
   * @throws PluginException if a file is not there, or none is named
   */
  public static CaptureSource open(List<String> inputs, Limits limits, HostNames hostNames)
      throws PluginException {
    if (inputs.isEmpty()) {
      throw PluginException.user("input.missing", "name at least one capture to replay");
    }
    Deque<String> files = new ArrayDeque<>();
    for (String input : inputs) {
      if (input.equals(STANDARD_INPUT)) {
        files.add(input);
      } else if (Files.isDirectory(Path.of(input))) {
        files.addAll(capturesOf(Path.of(input)));
      } else {
        check(Path.of(input));
        files.add(input);
      }
    }
    return new CaptureSource(List.copyOf(files), limits, hostNames);
  }

  private static List<String> capturesOf(Path folder) throws PluginException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> found =
          entries
              .filter(file -> file.toString().matches(".*\\.scap(\\.gz|[0-9]+)?"))
              .sorted()
              .map(Path::toString)
              .toList();
      if (found.isEmpty()) {
        throw PluginException.user(
            "input.missing", folder + ": the folder has no file that ends in .scap");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** A file that is no capture is refused before anything is judged. */
  private static void check(Path file) throws PluginException {
    try (InputStream in = Files.newInputStream(file);
        CaptureInput input = new CaptureInput(in)) {
      CaptureReader.checkBeginning(input);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (CaptureException e) {
      throw PluginException.user(
          "input.no_capture", file + ": byte " + e.offset() + ": " + e.reason());
    }
  }

  private static PluginException unreadable(Path file, IOException e) {
    String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return PluginException.user("input.unreadable", file + ": " + reason);
  }

  @Override
  public void enable(BitSet eventTypes) {
    enabled = (BitSet) eventTypes.clone();
  }

  @Override
  public Extraction bind(Demand demand) throws PluginException {
    hostNames.want(demand.hostNames());
    try {
      // The events don't wait in a capture: what can be known is known before the first one.
      boolean _ = hostNames.await(FIRST_LOOK_UP);
      return new SyscallExtraction(current, demand);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw PluginException.user("interrupted", "the look-up of host names was interrupted");
    } catch (IllegalArgumentException e) {
      throw PluginException.user("field.argument", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Progress poll(EventSink sink) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < BETWEEN_CLOCKS; i++) {
        CaptureReader source = reader == null ? next(sink) : reader;
        if (source == null) {
          return Progress.END;
        }
        if (!step(source, sink)) {
          closeReader();
        }
      }
    } while (System.nanoTime() - start < SLICE_NANOS);
    return Progress.MORE;
  }

  private @Nullable CaptureReader next(EventSink sink) {
    while (!inputs.isEmpty()) {
      String input = inputs.remove();
      place = input.equals(STANDARD_INPUT) ? "standard input" : input;
      try {
        CaptureReader opened =
            new CaptureReader(
                input.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(input)));
        sink.partition(place);
        reader = opened;
        restart();
        return opened;
      } catch (IOException e) {
        sink.malformed("unreadable_input", place, String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  private void restart() {
    state.reset();
    containers.clear();
    converter.restart();
    seeded = false;
  }

  /** Reads an event; false at the end of the capture. */
  private boolean step(CaptureReader source, EventSink sink) {
    try {
      switch (source.next(event, state)) {
        case EVENT -> take(source, sink);
        case SECTION -> restart();
        case END -> {
          return false;
        }
      }
      return true;
    } catch (CaptureException e) {
      sink.malformed("damaged_capture", place + ": byte " + e.offset(), e.reason());
      return false;
    }
  }

  private void take(CaptureReader source, EventSink sink) {
    int code = event.code();
    switch (converter.convert(event)) {
      case PASS -> judge(source, sink);
      case DROP -> seed();
      case UNKNOWN ->
          sink.malformed(
              "unknown_event",
              place + ": byte " + source.eventOffset(),
              "there never was an event of code %d with %d parameters"
                  .formatted(code, event.count()));
    }
  }

  private void seed() {
    if (!seeded) {
      seeded = true;
      state.seeded();
    }
  }

  /** A container is told by an event of its own, or by one of the plugin that knows containers. */
  private void tellContainer(int code) {
    int parameter = code == ASYNC ? 2 : 0;
    boolean told =
        code == CONTAINER_JSON
            || event.textLength(1) == CONTAINER.length
                && Arrays.equals(
                    event.bytes(),
                    event.offset(1),
                    event.offset(1) + CONTAINER.length,
                    CONTAINER,
                    0,
                    CONTAINER.length);
    if (told && event.has(parameter)) {
      // What is no such object tells nothing; the event is judged all the same.
      boolean _ =
          containers.tell(event.bytes(), event.offset(parameter), event.textLength(parameter));
    }
  }

  private void judge(CaptureReader source, EventSink sink) {
    int code = event.code();
    boolean head = !seeded && OF_HEAD[code];
    if (!head) {
      seed();
    }
    number++;
    if (code == CONTAINER_JSON || code == ASYNC) {
      tellContainer(code);
    }
    state.before(event);
    current.begin(number);
    int type = event.type();
    if (head || source.stateOnly() || HIDDEN[code] || type < 0 || !enabled.get(type)) {
      skipped++;
    } else {
      if (skipped > 0) {
        sink.skipped(skipped);
        skipped = 0;
      }
      sink.accept(type, event.timeNanos(), number);
    }
    state.after(event);
  }

  @Override
  public void close() {
    hostNames.close();
    closeReader();
  }

  private void closeReader() {
    CaptureReader open = reader;
    reader = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // It was only read, and there is nothing more to be read.
      }
    }
  }
}
