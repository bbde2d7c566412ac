// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.config;

import io.eyrie.api.stability.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a source or an output understands, as data: the host checks {@code eyrie.yaml} by
 * it, refuses other keys with a suggestion, and prints it as documentation.
 *
 * <p>Immutable and safe to share between threads.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class ConfigSchema {

  private static final ConfigSchema EMPTY = new ConfigSchema(List.of());

  private final List<Option> options;

  private ConfigSchema(List<Option> options) {
    this.options = options;
  }

  /** A schema without keys. */
  public static ConfigSchema empty() {
    return EMPTY;
  }

  /** Begins a schema. */
  public static Builder builder() {
    return new Builder();
  }

  /** The keys in the order of their declaration. */
  public List<Option> options() {
    return options;
  }

  /** The option of a key, or empty when the schema has none of that name. */
  public Optional<Option> option(String key) {
    return options.stream().filter(option -> option.key().equals(key)).findFirst();
  }

  /** What a value is, and how it is written. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** Text that the host never prints. */
    SECRET,
    /** A whole number of 64 bits. */
    INTEGER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A whole number and one of {@code ms s m h d}, such as {@code 500ms}. */
    DURATION,
    /** A whole number of bytes, or one with {@code KiB MiB GiB}, such as {@code 8MiB}. */
    SIZE,
    /** A list of texts; a single text counts as a list of one. */
    TEXT_LIST
  }

  /**
   * One key.
   *
   * <p>Immutable; made by the {@link Builder}.
   */
  public static final class Option {

    private final String key;
    private final Type type;
    private final boolean required;
    private final @Nullable String defaultText;
    private final String description;

    private Option(
        String key, Type type, boolean required, @Nullable String defaultText, String description) {
      this.key = key;
      this.type = type;
      this.required = required;
      this.defaultText = defaultText;
      this.description = description;
    }

    /**
     * The key as it is written in the configuration, in {@code snake_case}. One with dots, {@code
     * engines.docker.enabled}, stands for maps in the map.
     */
    public String key() {
      return key;
    }

    /** What its value is. */
    public Type type() {
      return type;
    }

    /** Whether a configuration without it is refused. */
    public boolean required() {
      return required;
    }

    /** The value when the key is missing, written as in the configuration; empty when none. */
    public Optional<String> defaultText() {
      return Optional.ofNullable(defaultText);
    }

    /** One sentence for the operator. */
    public String description() {
      return description;
    }

    /**
     * Says what is wrong with a value.
     *
     * @param value a {@code String}, or for {@link Type#TEXT_LIST} also a {@code List<String>}
     * @return the problem as the end of a sentence that begins with the key, or empty when the
     *     value is good
     */
    public Optional<String> problem(Object value) {
      if (value instanceof List<?>) {
        return type == Type.TEXT_LIST
            ? Optional.empty()
            : Optional.of("takes one value, not a list");
      }
      String text = String.valueOf(value);
      boolean good =
          switch (type) {
            case TEXT, SECRET, TEXT_LIST -> true;
            case INTEGER -> parseInteger(text).isPresent();
            case BOOLEAN -> parseBoolean(text).isPresent();
            case DURATION -> parseDuration(text).isPresent();
            case SIZE -> parseSize(text).isPresent();
          };
      return good ? Optional.empty() : Optional.of("'" + text + "' is not " + expectation());
    }

    private String expectation() {
      return switch (type) {
        case TEXT, SECRET -> "a text";
        case INTEGER -> "a whole number";
        case BOOLEAN -> "true or false";
        case DURATION -> "a duration such as 500ms, 10s, 5m, 2h or 7d";
        case SIZE -> "a size in bytes such as 65536, 512KiB, 8MiB or 1GiB";
        case TEXT_LIST -> "a list of texts";
      };
    }
  }

  static Optional<Long> parseInteger(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Boolean> parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(KiB|MiB|GiB)?");

  static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    try {
      return Optional.of(
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          });
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  static Optional<Long> parseSize(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (matcher.group(2) == null ? "" : matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    long amount = Long.parseLong(matcher.group(1));
    return amount > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(amount << shift);
  }

  /** Collects the options of a schema; not safe for several threads. */
  public static final class Builder {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    private final List<Option> options = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private Builder() {}

    /**
     * Adds a key that every configuration must have.
     *
     * @throws IllegalArgumentException if the key is not {@code snake_case} or is there already
     */
    public Builder required(String key, Type type, String description) {
      return add(new Option(key, type, true, null, description));
    }

    /**
     * Adds a key that may be missing and has no value then.
     *
     * @throws IllegalArgumentException if the key is not {@code snake_case} or is there already
     */
    public Builder optional(String key, Type type, String description) {
      return add(new Option(key, type, false, null, description));
    }

    /**
     * Adds a key with a default.
     *
     * @param defaultText the value when the key is missing, written as in the configuration
     * @throws IllegalArgumentException if the key is not {@code snake_case}, is there already, or
     *     the default does not fit the type
     */
    public Builder optional(String key, Type type, String defaultText, String description) {
      Option option = new Option(key, type, false, defaultText, description);
      option
          .problem(defaultText)
          .ifPresent(problem -> {
            throw new IllegalArgumentException("default of " + key + ": " + problem);
          });
      return add(option);
    }

    private Builder add(Option option) {
      Objects.requireNonNull(option.type(), "type");
      Objects.requireNonNull(option.description(), "description");
      if (!KEY.matcher(option.key()).matches()) {
        throw new IllegalArgumentException("configuration key is not snake_case: " + option.key());
      }
      if (!keys.add(option.key())) {
        throw new IllegalArgumentException("configuration key declared twice: " + option.key());
      }
      options.add(option);
      return this;
    }

    /** The schema of all keys added so far. */
    public ConfigSchema build() {
      return new ConfigSchema(List.copyOf(options));
    }
  }
}
