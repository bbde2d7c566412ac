// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.RecordingSource;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.syscall.RecordingSink.Seen;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.testkit.MemorySourceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/** The source on the running kernel, driven as the host drives it, on the test's own thread. */
final class LiveSource implements AutoCloseable {

  /** Each takes what there is, or goes on for 10 ms. */
  private static final int ENOUGH_POLLS = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final RecordingSink sink = new RecordingSink();
  final MemorySourceContext context;
  private final Source source;
  private final SourceDeclaration declaration;

  LiveSource(Path data, Map<String, String> config) throws PluginException {
    this(data, config, new SyscallProvider());
  }

  private LiveSource(Path data, Map<String, String> config, SyscallProvider provider)
      throws PluginException {
    context = MemorySourceContext.in(data);
    declaration = provider.declaration();
    source = provider.open(Config.of(declaration.config(), config), context);
  }

  /** The same with one form of the kernel program. */
  static LiveSource of(ProgramForm form, Path data, Map<String, String> config)
      throws PluginException {
    return new LiveSource(data, config, form.provider());
  }

  /** The source as one that records. */
  RecordingSource recorder() {
    return (RecordingSource) source;
  }

  /** Demands all fields that need no argument for these events. */
  LiveSource watching(String... types) throws PluginException {
    return watching(
        declaration.fields().stream()
            .filter(field -> !field.argument().required())
            .map(Field::name)
            .toList(),
        types);
  }

  /** Demands these fields for these events. */
  LiveSource watching(List<String> fields, String... types) throws PluginException {
    return asking(
        declaration.fields().stream()
            .filter(field -> fields.contains(field.name()))
            .map(field -> new Demand.Request(field, null))
            .toList(),
        types);
  }

  /** Demands these fields, with arguments as in {@code evt.rawarg[res]}, for these events. */
  LiveSource watchingArguments(List<String> fields, String... types) throws PluginException {
    List<Demand.Request> requests = new ArrayList<>();
    for (String text : fields) {
      int bracket = text.indexOf('[');
      String name = bracket < 0 ? text : text.substring(0, bracket);
      String argument = bracket < 0 ? null : text.substring(bracket + 1, text.length() - 1);
      requests.add(
          new Demand.Request(
              declaration.fields().stream()
                  .filter(field -> field.name().equals(name))
                  .findFirst()
                  .orElseThrow(),
              argument));
    }
    return asking(requests, types);
  }

  private LiveSource asking(List<Demand.Request> requests, String... types) throws PluginException {
    BitSet wanted = new BitSet();
    for (String type : types) {
      wanted.set(EventTypes.names().indexOf(type));
    }
    Demand demand = Demand.of(requests, requests.size(), wanted);
    source.enable(wanted);
    sink.bind(source.bind(demand), demand);
    return this;
  }

  /** Polls until an event matches; fails with what was seen instead. */
  Seen await(String what, Predicate<Seen> match) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int looked = 0;
    while (System.nanoTime() < deadline) {
      for (; looked < sink.seen.size(); looked++) {
        if (match.test(sink.seen.get(looked))) {
          return sink.seen.get(looked);
        }
      }
      source.poll(sink);
    }
    return Assertions.fail(
        "no event: "
            + what
            + "; seen "
            + sink.seen.size()
            + ", the last: "
            + sink.seen.subList(Math.max(0, sink.seen.size() - 30), sink.seen.size()));
  }

  /**
   * Polls until there is nothing more, or what there is now has surely been taken: on a busy
   * machine others always make something more.
   */
  void drain() throws Exception {
    int idle = 0;
    for (int polls = 0; polls < ENOUGH_POLLS && idle < 3; polls++) {
      idle = source.poll(sink) == Progress.IDLE ? idle + 1 : 0;
    }
  }

  Progress poll() throws Exception {
    return source.poll(sink);
  }

  @Override
  public void close() {
    source.close();
  }
}
