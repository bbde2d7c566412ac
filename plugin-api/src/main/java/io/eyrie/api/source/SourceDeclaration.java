// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.field.Field;
import io.eyrie.api.stability.Api;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event source as data: what rules and operators can rely on before any instance is opened.
 *
 * <p>Immutable and safe to share between threads.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class SourceDeclaration {

  private final String name;
  private final String description;
  private final List<String> eventTypes;
  private final List<Field> fields;
  private final Map<String, String> provides;
  private final Delivery delivery;
  private final ConfigSchema config;

  private SourceDeclaration(Builder builder) {
    this.name = builder.name;
    this.description = builder.description;
    this.eventTypes = List.copyOf(builder.eventTypes);
    this.fields = List.copyOf(builder.fields);
    this.provides = Map.copyOf(builder.provides);
    this.delivery = builder.delivery;
    this.config = builder.config;
  }

  /**
   * Begins the declaration of an event source.
   *
   * @param name what rules write after {@code source:}, such as {@code aws_cloudtrail}
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The name of the event source, what rules write after {@code source:}. */
  public String name() {
    return name;
  }

  /** One sentence for the operator. */
  public String description() {
    return description;
  }

  /** The names of the event types; their positions are the ids that events carry. */
  public List<String> eventTypes() {
    return eventTypes;
  }

  /** The fields, each of which the source extracts. */
  public List<Field> fields() {
    return fields;
  }

  /** What rules may ask for in {@code required_plugin_versions}: name to version. */
  public Map<String, String> provides() {
    return provides;
  }

  /** What the source promises about its events. */
  public Delivery delivery() {
    return delivery;
  }

  /** The configuration keys of an instance. */
  public ConfigSchema config() {
    return config;
  }

  /** Collects a declaration; not safe for several threads. */
  public static final class Builder {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private final String name;
    private String description = "";
    private final List<String> eventTypes = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> provides = new LinkedHashMap<>();
    private Delivery delivery = Delivery.BEST_EFFORT;
    private ConfigSchema config = ConfigSchema.empty();

    private Builder(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("not a source name: " + name);
      }
      this.name = name;
    }

    /** Sets the one sentence for the operator. */
    public Builder description(String text) {
      this.description = Objects.requireNonNull(text, "text");
      return this;
    }

    /** Adds event types; the first added has id 0. */
    public Builder eventTypes(List<String> names) {
      eventTypes.addAll(names);
      return this;
    }

    /** Adds fields. */
    public Builder fields(List<Field> more) {
      fields.addAll(more);
      return this;
    }

    /**
     * Adds a name and version that rules may require.
     *
     * @param version three numbers joined by dots
     */
    public Builder provides(String plugin, String version) {
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalArgumentException("not a version: " + version);
      }
      provides.put(plugin, version);
      return this;
    }

    /** Sets the promise; {@link Delivery#BEST_EFFORT} when never called. */
    public Builder delivery(Delivery promise) {
      this.delivery = Objects.requireNonNull(promise, "promise");
      return this;
    }

    /** Sets the configuration keys; none when never called. */
    public Builder config(ConfigSchema schema) {
      this.config = Objects.requireNonNull(schema, "schema");
      return this;
    }

    /**
     * The declaration.
     *
     * @throws IllegalArgumentException if there is no event type, an event type or a field stands
     *     twice, or a field names an event type that is not declared
     */
    public SourceDeclaration build() {
      Set<String> types = new HashSet<>();
      for (String type : eventTypes) {
        require(types.add(type), "event type declared twice: " + type);
      }
      require(!types.isEmpty(), "no event type declared");
      Set<String> names = new HashSet<>();
      for (Field field : fields) {
        require(names.add(field.name()), "field declared twice: " + field.name());
        for (String type : field.eventTypes()) {
          require(types.contains(type), "field " + field.name() + " names no event type: " + type);
        }
      }
      return new SourceDeclaration(this);
    }

    private void require(boolean condition, String problem) {
      if (!condition) {
        throw new IllegalArgumentException("source " + name + ": " + problem);
      }
    }
  }
}
