// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.config;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one instance: checked against its {@link ConfigSchema}, defaults filled in,
 * environment variables expanded.
 *
 * <p>Immutable and safe to share between threads. Every accessor throws {@link
 * IllegalArgumentException} for a key that the schema does not have or that is of another type:
 * that is a fault of the plugin, not of the operator.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class Config {

  private final ConfigSchema schema;
  private final Map<String, Object> values;

  private Config(ConfigSchema schema, Map<String, Object> values) {
    this.schema = schema;
    this.values = values;
  }

  /**
   * Checks raw values against a schema.
   *
   * @param values each a {@code String} or a {@code List<String>}
   * @throws PluginException of kind USER that names every problem at once: unknown keys, missing
   *     keys, values of the wrong form
   */
  public static Config of(ConfigSchema schema, Map<String, ?> values) throws PluginException {
    List<String> problems = new ArrayList<>();
    Map<String, Object> checked = new TreeMap<>();
    values.forEach((key, value) -> {
      Optional<ConfigSchema.Option> option = schema.option(key);
      if (option.isEmpty()) {
        problems.add("unknown key '" + key + "'");
      } else {
        option.get().problem(value).ifPresent(problem -> problems.add(key + ": " + problem));
      }
      checked.put(key, value instanceof List<?> list ? List.copyOf(list) : value);
    });
    for (ConfigSchema.Option option : schema.options()) {
      if (!checked.containsKey(option.key())) {
        if (option.required()) {
          problems.add("missing key '" + option.key() + "'");
        }
        option.defaultText().ifPresent(text -> checked.put(option.key(), text));
      }
    }
    if (!problems.isEmpty()) {
      throw PluginException.user("config.invalid", String.join("; ", problems));
    }
    return new Config(schema, checked);
  }

  /** Whether the key has a value, given or by default. */
  public boolean has(String key) {
    if (schema.option(key).isEmpty()) {
      throw new IllegalArgumentException("no such configuration key: " + key);
    }
    return values.containsKey(key);
  }

  /** The text of a TEXT or SECRET key; the empty text when it has no value. */
  public String text(String key) {
    return raw(key, ConfigSchema.Type.TEXT, ConfigSchema.Type.SECRET) instanceof String text
        ? text
        : "";
  }

  /** The number of an INTEGER key; 0 when it has no value. */
  public long integer(String key) {
    return raw(key, ConfigSchema.Type.INTEGER) instanceof String text
        ? ConfigSchema.parseInteger(text).orElseThrow()
        : 0;
  }

  /** The truth of a BOOLEAN key; false when it has no value. */
  public boolean bool(String key) {
    return raw(key, ConfigSchema.Type.BOOLEAN) instanceof String text
        && ConfigSchema.parseBoolean(text).orElseThrow();
  }

  /** The length of a DURATION key; zero when it has no value. */
  public Duration duration(String key) {
    return raw(key, ConfigSchema.Type.DURATION) instanceof String text
        ? ConfigSchema.parseDuration(text).orElseThrow()
        : Duration.ZERO;
  }

  /** The number of bytes of a SIZE key; 0 when it has no value. */
  public long size(String key) {
    return raw(key, ConfigSchema.Type.SIZE) instanceof String text
        ? ConfigSchema.parseSize(text).orElseThrow()
        : 0;
  }

  /** The texts of a TEXT_LIST key; empty when it has no value. */
  public List<String> texts(String key) {
    Object value = raw(key, ConfigSchema.Type.TEXT_LIST);
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private @Nullable Object raw(String key, ConfigSchema.Type... types) {
    ConfigSchema.Option option =
        schema
            .option(key)
            .orElseThrow(() -> new IllegalArgumentException("no such configuration key: " + key));
    if (!List.of(types).contains(option.type())) {
      throw new IllegalArgumentException(
          "configuration key " + key + " is of type " + option.type());
    }
    return values.get(key);
  }
}
