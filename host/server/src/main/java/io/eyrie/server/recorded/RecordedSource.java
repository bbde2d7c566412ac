// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.recorded;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.recorded.Replayable.NotReplayable;
import java.nio.file.Path;
import java.util.List;

/** An event source whose plugin can read recorded events. Use by one thread at a time. */
public final class RecordedSource {

  private final LoadedPlugin plugin;
  private final ReplayProvider provider;
  private final SourceDeclaration declaration;
  private final Path scratch;

  private RecordedSource(LoadedPlugin plugin, ReplayProvider provider, Path scratch) {
    this.plugin = plugin;
    this.provider = provider;
    this.declaration = provider.declaration();
    this.scratch = scratch;
  }

  /**
   * The source of that name.
   *
   * @param scratch a folder that is lent to the source
   * @throws NotReplayable if no plugin brings it, or it reads no recorded events
   */
  public static RecordedSource find(List<LoadedPlugin> plugins, String source, Path scratch)
      throws NotReplayable {
    Replayable found = Replayable.find(plugins, source);
    return new RecordedSource(found.plugin(), found.provider(), scratch);
  }

  /** The id of the plugin that brings it. */
  public String plugin() {
    return plugin.id();
  }

  /** The source as it declares itself. */
  public SourceDeclaration declaration() {
    return declaration;
  }

  /** Begins to look at the events of an open source. */
  @FunctionalInterface
  public interface Audience {
    /** Called once, when the source is bound. */
    Listener begin(Extraction extraction);
  }

  /** Is told of each event while the source stands at it. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An event.
     *
     * @param eventType index of its type in the declaration
     * @param timeNanos when it happened, nanoseconds since the epoch
     * @param number its number among all that were read, from 1
     */
    void event(int eventType, long timeNanos, long number);
  }

  /** Is told of each record that is no event. */
  @FunctionalInterface
  public interface Malformed {
    /**
     * A record that was passed over.
     *
     * @param place where it stands
     * @param reason what is wrong with it
     */
    void record(String place, String reason);
  }

  /**
   * Reads the inputs to their end.
   *
   * @param inputs paths of files or folders, or {@code -} for standard input
   * @param demand the fields and event types that are wanted
   * @throws PluginException if they can't be read
   */
  public void play(List<String> inputs, Demand demand, Audience audience, Malformed malformed)
      throws PluginException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.loader());
    try (Source source = provider.replay(inputs, context())) {
      source.enable(demand.eventTypes());
      EventSink sink = new Sink(audience.begin(source.bind(demand)), malformed);
      Progress progress = Progress.MORE;
      while (progress != Progress.END) {
        progress = source.poll(sink);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private SourceContext context() {
    return new RecordedContext("recorded", scratch);
  }

  private static final class Sink implements EventSink {
    private final Listener listener;
    private final Malformed malformed;
    private long number;

    Sink(Listener listener, Malformed malformed) {
      this.listener = listener;
      this.malformed = malformed;
    }

    @Override
    public void partition(String partition) {}

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      listener.event(eventType, timeNanos, ++number);
    }

    @Override
    public void skipped(long events) {
      number += events;
    }

    @Override
    public void checkpoint(long ticket) {}

    @Override
    public void checkpoint(long ticket, Position position) {}

    @Override
    public void lost(Loss loss) {}

    @Override
    public void malformed(String kind, String place, String reason) {
      malformed.record(place, reason);
    }
  }
}
