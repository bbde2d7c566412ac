// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.server.ruletest.Yaml.Items;
import io.eyrie.server.ruletest.Yaml.Keys;
import io.eyrie.server.ruletest.Yaml.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Turns YAML into JSON, so that a record can be written in either. */
final class YamlJson {

  /** What is a number in JSON, of a length that nobody can misuse. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private YamlJson() {}

  /** The value: a {@code Map}, {@code List}, {@code String}, number, {@code Boolean} or null. */
  static @Nullable Object value(Yaml yaml) {
    return switch (yaml) {
      case Keys keys -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        keys.entries().forEach((key, entry) -> map.put(key, value(entry.value())));
        yield map;
      }
      case Items items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.items().forEach(item -> list.add(value(item)));
        yield list;
      }
      case Scalar scalar -> scalar(scalar);
    };
  }

  private static @Nullable Object scalar(Scalar scalar) {
    if (!scalar.plain()) {
      return scalar.text();
    }
    if (scalar.none()) {
      return null;
    }
    return switch (scalar.text()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          NUMBER.matcher(scalar.text()).matches() ? new BigDecimal(scalar.text()) : scalar.text();
    };
  }

  /** A value changed by another as JSON Merge Patch (RFC 7396) does it: null takes a key away. */
  static @Nullable Object merge(@Nullable Object value, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?> changes)) {
      return patch;
    }
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, old) -> merged.put(String.valueOf(key), old));
    }
    changes.forEach((key, change) -> {
      String name = String.valueOf(key);
      if (change == null) {
        merged.remove(name);
      } else {
        merged.put(name, merge(merged.get(name), change));
      }
    });
    return merged;
  }

  /** The value as JSON on one line. */
  static String text(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
