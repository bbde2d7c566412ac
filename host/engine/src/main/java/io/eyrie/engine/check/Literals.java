// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    return type == FieldType.UINT64 || type == FieldType.ABSTIME;
  }

  /**
   * A number as its field is compared with it.
   *
   * @param written null if it is the number that was written; otherwise what it was turned into
   */
  record Fitted(long value, @Nullable String written) {}

  /**
   * The number that the text stands for; for {@link FieldType#BOOL} 0 or 1. A number that the field
   * can't hold is cut to its bits, one beyond 64 bits becomes the nearest, as Falco does it.
   */
  static Fitted number(Subject subject, String text) throws LiteralError {
    String trimmed = text.strip();
    FieldType type = subject.type();
    if (type == FieldType.BOOL) {
      return switch (trimmed) {
        case "true" -> new Fitted(1, null);
        case "false" -> new Fitted(0, null);
        default ->
            throw new LiteralError("'" + text + "' is no truth value", "write true or false");
      };
    }
    if (type == FieldType.PORT) {
      Integer known = trimmed.isEmpty() ? Integer.valueOf(0) : Services.port(trimmed);
      if (known != null) {
        return new Fitted(known, null);
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
    if (type == FieldType.PORT && value.signum() < 0) {
      throw new LiteralError(
          "a port can't be negative, as " + trimmed + " is", "write a number from 0 to 65535");
    }
    return fit(value, type, bits(subject));
  }

  private static int bits(Subject subject) {
    return subject.type() == FieldType.PORT
        ? 16
        : subject instanceof FieldUse use ? Peculiarities.bits(use.field().name()) : 64;
  }

  private static Fitted fit(BigInteger value, FieldType type, int bits) {
    if (bits == 64) {
      boolean unsigned = unsigned(type);
      BigInteger low = unsigned ? BigInteger.ZERO : SIGNED_MIN;
      BigInteger high = unsigned ? UNSIGNED_MAX : SIGNED_MAX;
      if (unsigned && value.signum() < 0 && value.negate().compareTo(high) <= 0) {
        BigInteger wrapped = value.add(BigInteger.ONE.shiftLeft(64));
        return new Fitted(wrapped.longValue(), wrapped.toString());
      }
      boolean beyond = value.compareTo(high) > 0 || (unsigned && value.signum() < 0);
      BigInteger nearest = beyond ? high : value.max(low);
      return new Fitted(nearest.longValue(), nearest.equals(value) ? null : nearest.toString());
    }
    int width = Math.abs(bits);
    long mask = (1L << width) - 1;
    long cut = value.longValue() & mask;
    if (bits < 0 && (cut >>> (width - 1)) != 0) {
      cut |= ~mask;
    }
    boolean same = value.equals(BigInteger.valueOf(cut));
    return new Fitted(cut, same ? null : Long.toString(cut));
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
    Network network =
        Addresses.parseNetwork(
            text.indexOf(':') >= 0 && text.indexOf('/') < 0 ? text + "/128" : text);
    if (network == null) {
      throw new LiteralError(
          "'" + text + "' is no IP network",
          Addresses.parse(text) != null
              ? "add the number of leading bits, as in " + text + "/32"
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
