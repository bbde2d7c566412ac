// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares values of alerts with those of the other engine's JSON. */
final class Values {

  private Values() {}

  static boolean same(JsonNode wanted, @Nullable Object found) {
    return switch (found) {
      case null -> wanted.isNull();
      case Boolean truth -> wanted.isBoolean() && wanted.asBoolean() == truth;
      case String text -> wanted.isString() && wanted.asString().equals(text);
      case Long number ->
          wanted.isIntegralNumber() && wanted.bigIntegerValue().equals(BigInteger.valueOf(number));
      case BigInteger number -> wanted.isNumber() && wanted.bigIntegerValue().equals(number);
      case List<?> list -> {
        boolean equal = wanted.isArray() && wanted.size() == list.size();
        for (int i = 0; equal && i < list.size(); i++) {
          equal = same(wanted.get(i), list.get(i));
        }
        yield equal;
      }
      default -> wanted.toString().equals(found.toString());
    };
  }
}
