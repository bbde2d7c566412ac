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
import io.eyrie.jsonlog.field.CommonFields;
import io.eyrie.jsonlog.field.FieldTable;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A source of JSON records as data: its fields, where a record has its time, and what wraps
 * records.
 *
 * <p>Brings the {@linkplain CommonFields fields that all JSON sources have} and the configuration
 * of files. Immutable and safe to share between threads.
 */
public final class JsonLog implements ReplayProvider {

  /** The path of standard input, in replays only. */
  static final String STANDARD_INPUT = "-";

  private static final long LARGEST_RECORD_LIMIT = 1L << 30;

  private static final ConfigSchema CONFIG =
      ConfigSchema.builder()
          .required(
              "files",
              ConfigSchema.Type.TEXT_LIST,
              "Files and folders to read; folders with all below them, .json, .jsonl, .ndjson and"
                  + " .log files, plain or with .gz.")
          .optional(
              "follow",
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Whether to go on with new files and with what files grow by; if not, the source ends"
                  + " when all is read.")
          .optional(
              "poll_interval",
              ConfigSchema.Type.DURATION,
              "1s",
              "How often to look for new and grown files.")
          .optional(
              "max_record_size",
              ConfigSchema.Type.SIZE,
              "16MiB",
              "Records larger than this are counted as malformed and skipped; at most 1GiB.")
          .build();

  private final SourceDeclaration declaration;
  private final FieldTable fields;
  private final JsonPath time;
  private final List<String> wrappers;

  private JsonLog(Builder builder) {
    List<JsonField> all = new ArrayList<>(builder.fields);
    all.addAll(CommonFields.fields());
    fields = new FieldTable(all);
    time = Objects.requireNonNull(builder.time, "time");
    wrappers = List.copyOf(builder.wrappers);
    SourceDeclaration.Builder declared =
        SourceDeclaration.builder(builder.name)
            .description(builder.description)
            .eventTypes(List.of(builder.eventType))
            .fields(fields.declarations())
            .provides(CommonFields.PLUGIN, CommonFields.VERSION)
            .delivery(Delivery.AT_LEAST_ONCE)
            .config(CONFIG);
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
    List<String> files = config.texts("files");
    if (files.isEmpty()) {
      throw PluginException.user("config.invalid", "files: name at least one file or folder");
    }
    if (files.contains(STANDARD_INPUT)) {
      throw PluginException.user(
          "config.invalid",
          "files: standard input (-) can't be read again after a restart; use 'eyrie replay' for it");
    }
    long largest = config.size("max_record_size");
    if (largest < 1 || largest > LARGEST_RECORD_LIMIT) {
      throw PluginException.user(
          "config.invalid", "max_record_size: " + largest + " is not between 1 and 1GiB");
    }
    Duration interval = config.duration("poll_interval");
    if (interval.isZero()) {
      throw PluginException.user("config.invalid", "poll_interval: must be longer than 0");
    }
    return new JsonLogSource(
        this, files, config.bool("follow"), interval, Math.toIntExact(largest), context);
  }

  @Override
  public Source replay(List<String> inputs, SourceContext context) throws PluginException {
    if (inputs.isEmpty()) {
      throw PluginException.user("input.missing", "name at least one file or folder to replay");
    }
    int largest =
        Math.toIntExact(
            Config.of(CONFIG, Map.of("files", inputs.getFirst())).size("max_record_size"));
    return new JsonLogSource(this, inputs, false, Duration.ofSeconds(1), largest, context);
  }

  FieldTable fields() {
    return fields;
  }

  JsonPath time() {
    return time;
  }

  List<String> wrappers() {
    return wrappers;
  }

  /** Collects a source; not safe for several threads. */
  public static final class Builder {

    private final String name;
    private final List<JsonField> fields = new ArrayList<>();
    private final List<String> wrappers = new ArrayList<>();
    private final Map<String, String> provides = new LinkedHashMap<>();
    private String description = "";
    private String eventType = "pluginevent";
    private JsonPath time = JsonPath.of("/time");

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

    /** Sets where a record has its time; {@code /time} when never called. */
    public Builder time(String pointer) {
      time = JsonPath.of(pointer);
      return this;
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
