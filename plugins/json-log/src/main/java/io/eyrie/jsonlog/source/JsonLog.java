// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.InputKind;
import io.eyrie.jsonlog.feed.RecordFeed;
import io.eyrie.jsonlog.feed.RecordShape;
import io.eyrie.jsonlog.field.CommonFields;
import io.eyrie.jsonlog.field.FieldTable;
import io.eyrie.jsonlog.field.InstanceFacts;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.field.RecordMemory;
import io.eyrie.jsonlog.file.FileInputs;
import io.eyrie.jsonlog.projection.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A source of JSON records as data: its fields, where a record has its time, what wraps records,
 * and where they come from.
 *
 * <p>Brings the {@linkplain CommonFields fields that all JSON sources have} and files as an input.
 * Immutable and safe to share between threads.
 */
public final class JsonLog implements ReplayProvider {

  private final SourceDeclaration declaration;
  private final FieldTable fields;
  private final RecordShape shape;
  private final List<InputKind> inputs;
  private final Map<String, String> settings;
  private final @Nullable Supplier<? extends RecordMemory> memory;

  private JsonLog(Builder builder) {
    List<JsonField> all = new ArrayList<>(builder.fields);
    all.addAll(CommonFields.fields());
    fields = new FieldTable(all);
    shape =
        new RecordShape(
            builder.times.isEmpty() ? List.of(JsonPath.of("/time")) : builder.times,
            builder.embedded,
            builder.identity,
            builder.wrappers,
            builder.timeless);
    inputs = new ArrayList<>();
    inputs.add(new FileInputs());
    inputs.addAll(builder.inputs);
    settings = Map.copyOf(builder.settings);
    memory = builder.memory;
    ConfigSchema.Builder keys = ConfigSchema.builder();
    inputs.forEach(input -> input.declare(keys, inputs.size() == 1));
    settings.forEach((key, meaning) -> keys.optional(key, ConfigSchema.Type.TEXT, meaning));
    SourceDeclaration.Builder declared =
        SourceDeclaration.builder(builder.name)
            .description(builder.description)
            .eventTypes(List.of(builder.eventType))
            .fields(fields.declarations())
            .provides(CommonFields.PLUGIN, CommonFields.VERSION)
            .delivery(Delivery.AT_LEAST_ONCE)
            .config(keys.build());
    builder.provides.forEach(declared::provides);
    declaration = declared.build();
  }

  /**
   * Begins a source.
   *
   * @param name what rules write after {@code source:}
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public SourceDeclaration declaration() {
    return declaration;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    List<InputKind> chosen = inputs.stream().filter(input -> config.has(input.key())).toList();
    if (chosen.size() != 1) {
      throw PluginException.user(
          "config.invalid",
          "give exactly one of "
              + inputs.stream().map(InputKind::key).collect(Collectors.joining(", "))
              + (chosen.isEmpty() ? "; there is none" : "; an instance reads one input"));
    }
    Map<String, String> known =
        settings.keySet().stream()
            .filter(config::has)
            .collect(Collectors.toMap(key -> key, config::text));
    RecordFeed feed = feed(known, context);
    return new JsonLogSource(feed, chosen.getFirst().open(config, context, feed));
  }

  @Override
  public Source replay(List<String> files, SourceContext context) throws PluginException {
    RecordFeed feed = feed(Map.of(), context);
    Input input = FileInputs.once(files, context, feed);
    return new JsonLogSource(feed, input);
  }

  private RecordFeed feed(Map<String, String> known, SourceContext context) throws PluginException {
    InstanceFacts facts = new InstanceFacts(known, memory == null ? null : memory.get());
    return new RecordFeed(shape, fields, facts, context);
  }

  /** Collects a source; not safe for several threads. */
  public static final class Builder {

    private final String name;
    private final List<JsonField> fields = new ArrayList<>();
    private final List<String> wrappers = new ArrayList<>();
    private final List<JsonPath> times = new ArrayList<>();
    private final List<JsonPath> embedded = new ArrayList<>();
    private final List<JsonPath> identity = new ArrayList<>();
    private final List<InputKind> inputs = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> provides = new LinkedHashMap<>();
    private String description = "";
    private String eventType = "pluginevent";
    private boolean timeless;
    private @Nullable Supplier<? extends RecordMemory> memory;

    private Builder(String name) {
      this.name = name;
    }

    /** Sets the one sentence for the operator. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** Sets the name of the one event type; {@code pluginevent} when never called. */
    public Builder eventType(String type) {
      eventType = type;
      return this;
    }

    /**
     * Adds places at which a record may have its time, tried in their order; {@code /time} when
     * never called. A time is a text in the form of RFC 3339, or a number since the epoch.
     */
    public Builder time(String... pointers) {
      add(pointers, times);
      return this;
    }

    /**
     * Lets records without a time be events, at the time at which they were received, or their file
     * was written.
     */
    public Builder timeless() {
      timeless = true;
      return this;
    }

    /** Adds places at which the real record stands within an envelope, as an object or a text. */
    public Builder embedded(String... pointers) {
      add(pointers, embedded);
      return this;
    }

    /**
     * Says what together tells a record from all others, for inputs that may bring it twice; the
     * first must be there. Without, or when it is missing, the record's own bytes tell it.
     */
    public Builder identity(String... pointers) {
      add(pointers, identity);
      return this;
    }

    /** Adds an input beside files. */
    public Builder input(InputKind kind) {
      inputs.add(kind);
      return this;
    }

    /** Adds a text of the configuration that fields may ask for. */
    public Builder setting(String key, String meaning) {
      settings.put(key, meaning);
      return this;
    }

    /** Gives each instance a memory of earlier records. */
    public Builder memory(Supplier<? extends RecordMemory> maker) {
      memory = maker;
      return this;
    }

    private static void add(String[] pointers, List<JsonPath> to) {
      for (String pointer : pointers) {
        to.add(JsonPath.of(pointer));
      }
    }

    /** Adds a key whose array, in an object around the records, holds the records. */
    public Builder wrapper(String key) {
      wrappers.add(key);
      return this;
    }

    /** Adds fields. */
    public Builder fields(List<JsonField> more) {
      fields.addAll(more);
      return this;
    }

    /** Adds a name and version that rules may require. */
    public Builder provides(String plugin, String version) {
      provides.put(plugin, version);
      return this;
    }

    /**
     * The source.
     *
     * @throws IllegalArgumentException if its declaration is not valid
     */
    public JsonLog build() {
      return new JsonLog(this);
    }
  }
}
