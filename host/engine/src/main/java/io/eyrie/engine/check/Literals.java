// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns the text of a literal into a value of a field's type. */
final class Literals {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,30}");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");
  private static final Pattern FRACTION =
      Pattern.compile("[+-]?\\d{1,30}(\\.\\d{0,30})?([eE][+-]?\\d{1,3})?");
  private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger UNSIGNED_MAX =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private Literals() {}

  /** Whether numbers of the type are compared as unsigned ones. */
  static boolean unsigned(FieldType type) {
    return type == FieldType.UINT64;
  }

  /** The number that the text stands for; for {@link FieldType#BOOL} 0 or 1. */
  static long number(FieldType type, String text) throws LiteralError {
    String trimmed = text.strip();
    if (type == FieldType.BOOL) {
      return switch (trimmed) {
        case "true" -> 1;
        case "false" -> 0;
        default ->
            throw new LiteralError("'" + text + "' is no truth value", "write true or false");
      };
    }
    if (type == FieldType.PORT) {
      Integer known = Services.port(trimmed);
      if (known != null) {
        return known;
      }
    }
    BigInteger value;
    if (HEX.matcher(trimmed).matches()) {
      value = new BigInteger(trimmed.substring(2), 16);
    } else if (DECIMAL.matcher(trimmed).matches()) {
      value = new BigInteger(trimmed.startsWith("+") ? trimmed.substring(1) : trimmed);
    } else {
      throw new LiteralError(
          "'" + text + "' is no " + (type == FieldType.PORT ? "port" : "whole number"),
          type == FieldType.PORT
              ? "write a number from 0 to 65535, or the name of a well-known service such as ssh"
              : "write a decimal number such as 42, or a hexadecimal one such as 0x2a");
    }
    BigInteger low =
        type == FieldType.INT64 || type == FieldType.RELTIME ? SIGNED_MIN : BigInteger.ZERO;
    BigInteger high =
        switch (type) {
          case UINT64 -> UNSIGNED_MAX;
          case PORT -> BigInteger.valueOf(65535);
          default -> SIGNED_MAX;
        };
    if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
      throw new LiteralError(
          text.strip() + " is out of range", "the field holds numbers from " + low + " to " + high);
    }
    return value.longValue();
  }

  /** The decimal number that the text stands for. */
  static double decimal(String text) throws LiteralError {
    String trimmed = text.strip();
    if (!FRACTION.matcher(trimmed).matches()) {
      throw new LiteralError("'" + text + "' is no number", "write a number such as 3 or 0.25");
    }
    double value = Double.parseDouble(trimmed);
    return value == 0 ? 0.0 : value;
  }

  /** The address that the text stands for. */
  static Octets address(String text) throws LiteralError {
    byte[] bytes = Addresses.parse(text);
    if (bytes == null) {
      throw new LiteralError(
          "'" + text + "' is no IP address", "write one such as 10.0.0.1 or fe80::1");
    }
    return Octets.of(bytes);
  }

  /** The network that the text stands for. */
  static Network network(String text) throws LiteralError {
    Network network = Addresses.parseNetwork(text);
    if (network == null) {
      throw new LiteralError(
          "'" + text + "' is no IP network",
          Addresses.parse(text) != null
              ? "add the number of leading bits, as in "
                  + text
                  + (text.indexOf(':') >= 0 ? "/128" : "/32")
              : "write one such as 10.0.0.0/8 or fe80::/10");
    }
    return network;
  }

  /** The bytes that the hexadecimal text stands for. */
  static Octets hex(String text) throws LiteralError {
    if (text.isEmpty() || text.length() % 2 != 0 || !text.matches("[0-9a-fA-F]+")) {
      throw new LiteralError(
          "'" + text + "' is no sequence of bytes in hexadecimal",
          "write two digits for each byte, as in cafe01");
    }
    return Octets.of(HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT)));
  }
}
