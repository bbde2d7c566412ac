// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Addresses;
import io.eyrie.server.ruletest.Yaml.Items;
import io.eyrie.server.ruletest.Yaml.Keys;
import io.eyrie.server.ruletest.Yaml.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a field as a rule test gives it, of the type that the field declares.
 *
 * @param type the type of each value
 * @param list whether the field has a list of values
 * @param values {@code String}s, {@code Boolean}s, {@code Long}s, {@code Double}s
 */
record FieldLiteral(FieldType type, boolean list, List<Object> values) {

  /** The value for a field, or nothing after a mistake. */
  static Optional<FieldLiteral> read(Field field, Yaml value, Mistakes mistakes) {
    List<Yaml> items = value instanceof Items list ? list.items() : List.of(value);
    if (value instanceof Items && !field.list()) {
      mistakes.at(
          value.span(),
          "field '" + field.name() + "' has one value, not a list",
          "write " + form(field.type()));
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (Yaml item : items) {
      Object one =
          switch (item) {
            case Scalar scalar when !scalar.none() -> one(field.type(), scalar.text());
            case Scalar _, Items _, Keys _ -> null;
          };
      if (one == null) {
        mistakes.at(
            item.span(),
            (item instanceof Scalar scalar && !scalar.none()
                    ? "'" + scalar.text() + "'"
                    : item.kind())
                + " is no value for field '"
                + field.name()
                + "'",
            "write " + form(field.type()));
        return Optional.empty();
      }
      values.add(one);
    }
    return Optional.of(new FieldLiteral(field.type(), field.list(), List.copyOf(values)));
  }

  private static @Nullable Object one(FieldType type, String text) {
    return switch (type) {
      case STRING, BYTES -> text;
      case BOOL ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
          };
      case INT64 -> number(text, BigInteger.valueOf(Long.MIN_VALUE), Long.MAX_VALUE);
      case UINT64, ABSTIME, RELTIME -> number(text, BigInteger.ZERO, -1);
      case PORT -> number(text, BigInteger.ZERO, 65_535);
      case DOUBLE ->
          text.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?")
              ? (Object) Double.valueOf(text)
              : null;
      case IP, IPNET -> Addresses.parse(text) == null ? null : text;
    };
  }

  private static @Nullable Long number(String text, BigInteger lowest, long highest) {
    if (!text.matches("[+-]?\\d{1,20}")) {
      return null;
    }
    BigInteger number = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    BigInteger most = new BigInteger(Long.toUnsignedString(highest));
    return number.compareTo(lowest) < 0 || number.compareTo(most) > 0 ? null : number.longValue();
  }

  private static String form(FieldType type) {
    return switch (type) {
      case STRING, BYTES -> "a text";
      case BOOL -> "true or false";
      case INT64 -> "a whole number";
      case UINT64 -> "a whole number from 0";
      case ABSTIME, RELTIME -> "nanoseconds, a whole number from 0";
      case PORT -> "a port from 0 to 65535";
      case DOUBLE -> "a number";
      case IP, IPNET -> "an IP address";
    };
  }

  /** Writes the value as a source would. */
  void into(Value into) {
    if (list) {
      into.beginList();
    }
    for (Object value : values) {
      switch (value) {
        case Boolean truth when list -> into.add(truth);
        case Boolean truth -> into.set(truth);
        case Long number when list -> into.add(number);
        case Long number -> into.set(number);
        case Double decimal when list -> into.add(decimal);
        case Double decimal -> into.set(decimal);
        case String text when type == FieldType.IP || type == FieldType.IPNET ->
            address(text, into);
        case String text when type == FieldType.BYTES -> bytes(text, into);
        case String text when list -> into.add(text);
        case String text -> into.set(text);
        default -> throw new IllegalStateException("no value: " + value);
      }
    }
  }

  /** A character up to {@code 0xff} is a byte, so that tests can write any; others are UTF-8. */
  private void bytes(String text, Value into) {
    byte[] bytes =
        text.getBytes(
            text.chars().allMatch(c -> c <= 0xff)
                ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8);
    if (list) {
      into.add(bytes, 0, bytes.length);
    } else {
      into.set(bytes, 0, bytes.length);
    }
  }

  private void address(String text, Value into) {
    byte[] address = Addresses.parse(text);
    if (address == null) {
      throw new IllegalStateException("no address: " + text);
    }
    if (list) {
      into.add(address, 0, address.length);
    } else {
      into.set(address, 0, address.length);
    }
  }

  /** The value as alerts show it: what {@code Match.fields()} holds. */
  Object object() {
    List<Object> shown =
        values.stream()
            .map(value ->
                switch (value) {
                  case Long number when type == FieldType.UINT64 && number < 0 ->
                      (Object) new BigInteger(Long.toUnsignedString(number));
                  case String text when type == FieldType.IP || type == FieldType.IPNET ->
                      canonical(text);
                  default -> value;
                })
            .toList();
    return list ? shown : shown.getFirst();
  }

  private static String canonical(String text) {
    byte[] address = Addresses.parse(text);
    return address == null ? text : Addresses.format(address, 0, address.length);
  }
}
