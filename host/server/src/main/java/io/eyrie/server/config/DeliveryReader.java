// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.Config;
import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.delivery.AlertRule;
import io.eyrie.server.delivery.AlertShape;
import io.eyrie.server.delivery.DeliveryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads how alerts are sent to one output: what stands beside {@code config} in its item.
 *
 * <p>Conditions and texts are compiled here, so that what is wrong with them is told at its place
 * like everything else.
 */
final class DeliveryReader {

  private static final String FIELDS_FORM = "write one 'name: text' per field";
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Mapping item;
  private final Config keys;
  private final Problems problems;

  /**
   * @param keys the item's values, checked against {@link HostKeys#OUTPUT}
   */
  DeliveryReader(Mapping item, Config keys, Problems problems) {
    this.item = item;
    this.keys = keys;
    this.problems = problems;
  }

  /** How alerts are sent; the default in the parts that are wrong. */
  DeliveryPolicy read() {
    return new DeliveryPolicy(shape(), suppression(), texts("group_by"), pace(), retry());
  }

  private AlertShape shape() {
    return new AlertShape(
        minimum(),
        rule(),
        customFields(),
        texts("customtags"),
        keys.has("bracketreplacer") ? Optional.of(keys.text("bracketreplacer")) : Optional.empty());
  }

  private Priority minimum() {
    String name = keys.text("minimumpriority").strip();
    Optional<Priority> priority = Priority.parse(name);
    if (priority.isEmpty()) {
      List<String> names =
          Arrays.stream(Priority.values())
              .map(one -> one.label().toLowerCase(Locale.ROOT))
              .toList();
      problems.at(
          place("minimumpriority"),
          ConfigCode.CONFIG_VALUE,
          "the value of 'minimumpriority' is wrong: '" + name + "' is no priority",
          Suggestions.hint(name, names, "the priorities are " + String.join(", ", names)));
    }
    return priority.orElse(Priority.DEBUG);
  }

  private Optional<AlertRule> rule() {
    Text condition = text("condition");
    Text message = text("message");
    List<ExtraField> templated = new ArrayList<>();
    fields(HostKeys.TEMPLATED_FIELDS)
        .forEach((name, scalar) ->
            templated.add(new ExtraField(Text.at(name, scalar.place().span()), placed(scalar))));
    if (condition == null && message == null && templated.isEmpty()) {
      return Optional.empty();
    }
    AlertRule.Compiled compiled =
        AlertRule.compile(condition, message, templated, Text.at("output", item.place().span()));
    for (Diagnostic error : compiled.errors()) {
      problems.at(
          item.place().at(error.span()),
          ConfigCode.CONFIG_VALUE,
          error.message(),
          error.hint() == null ? "docs/delivery.md has the fields of alerts" : error.hint());
    }
    return compiled.rule();
  }

  private Map<String, String> customFields() {
    Map<String, String> custom = new LinkedHashMap<>();
    fields(HostKeys.CUSTOM_FIELDS).forEach((name, scalar) -> custom.put(name, scalar.text()));
    return custom;
  }

  private Map<String, Scalar> fields(String key) {
    Map<String, Scalar> fields = new LinkedHashMap<>();
    Entry entry = item.entries().get(key);
    if (entry == null || (entry.value() instanceof Scalar scalar && scalar.none())) {
      return fields;
    }
    if (!(entry.value() instanceof Mapping(Map<String, Entry> entries, Place _))) {
      wrongShape(entry.value(), "'" + key + "'", "a map");
      return fields;
    }
    entries.forEach((name, field) -> {
      if (field.value() instanceof Scalar scalar) {
        fields.put(name, scalar);
      } else {
        wrongShape(field.value(), "the field '" + name + "'", "a text");
      }
    });
    return fields;
  }

  private void wrongShape(ConfigNode node, String what, String wanted) {
    problems.at(
        node.place(),
        ConfigCode.CONFIG_SHAPE,
        what + " is " + node.kind() + ", not " + wanted,
        FIELDS_FORM);
  }

  private Optional<DeliveryPolicy.Suppression> suppression() {
    if (!keys.has("suppress.window")) {
      if (keys.has("suppress.by")) {
        problems.at(
            place("suppress.by"),
            ConfigCode.CONFIG_MISSING_KEY,
            "'suppress' has no 'window'",
            "say for how long alerts are held back, as in 'window: 10m'");
      }
      return Optional.empty();
    }
    Duration window = keys.duration("suppress.window");
    if (window.isZero()) {
      range("suppress.window");
      return Optional.empty();
    }
    return Optional.of(new DeliveryPolicy.Suppression(window, texts("suppress.by")));
  }

  private DeliveryPolicy.Pace pace() {
    return new DeliveryPolicy.Pace(
        (int) number("batchsize", 1, 10_000),
        duration("flushinterval", Duration.ZERO),
        (int) number("maxconcurrentrequests", 1, 64),
        texts("delivery.order_by"),
        duration("timeout", Duration.ofMillis(1)),
        number("rate", 0, 1_000_000_000),
        number("burst", 1, 1_000_000_000));
  }

  private DeliveryPolicy.Retry retry() {
    return new DeliveryPolicy.Retry(
        duration("retry_first", Duration.ofMillis(1)),
        duration("retry_longest", Duration.ofMillis(1)),
        (int) number("retry_tries", 0, 1_000_000),
        (int) number("breaker_failures", 1, 1_000_000),
        duration("breaker_pause", Duration.ZERO));
  }

  private long number(String name, long least, long most) {
    String key = "delivery." + name;
    long value = keys.integer(key);
    if (value < least || value > most) {
      range(key);
    }
    return Math.clamp(value, least, most);
  }

  private Duration duration(String name, Duration least) {
    String key = "delivery." + name;
    Duration value = keys.duration(key);
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      range(key);
      return least.isZero() ? least : Duration.ofSeconds(30);
    }
    return value;
  }

  private void range(String key) {
    problems.at(
        place(key),
        ConfigCode.CONFIG_VALUE,
        "the value of '" + key + "' is out of range: " + text(key),
        HostKeys.OUTPUT.keys().option(key).orElseThrow().description());
  }

  private List<String> texts(String key) {
    return keys.has(key) ? keys.texts(key) : List.of();
  }

  /** The value of a key of the item, or of a map in it for a key with a dot. */
  private @Nullable ConfigNode node(String key) {
    Mapping mapping = item;
    String name = key;
    int dot = key.indexOf('.');
    if (dot > 0) {
      Entry group = item.entries().get(key.substring(0, dot));
      if (group == null || !(group.value() instanceof Mapping inner)) {
        return null;
      }
      mapping = inner;
      name = key.substring(dot + 1);
    }
    Entry entry = mapping.entries().get(name);
    return entry == null ? null : entry.value();
  }

  private Place place(String key) {
    ConfigNode node = node(key);
    return node == null ? item.place() : node.place();
  }

  private @Nullable Text text(String key) {
    return node(key) instanceof Scalar scalar && !scalar.none() ? placed(scalar) : null;
  }

  /** The text with the place of each character, where it stands there as it is. */
  private static Text placed(Scalar scalar) {
    Span span = scalar.place().span();
    String raw = span.source().text().substring(span.start(), span.end());
    int begin = raw.indexOf(scalar.text());
    if (begin < 0 || begin > 1) {
      return Text.at(scalar.text(), span);
    }
    int[] offsets = new int[scalar.text().length()];
    Arrays.setAll(offsets, i -> span.start() + begin + i);
    return Text.of(scalar.text(), offsets, span);
  }
}
