// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import org.jspecify.annotations.Nullable;

/** Reads addresses and networks and writes addresses; never asks the network for a name. */
public final class Addresses {
  private Addresses() {}

  /** The 4 or 16 bytes of a textual address, or null. */
  public static byte @Nullable [] parse(String text) {
    return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
  }

  /** The network of {@code address/bits}, or null. The bits after the prefix are cleared. */
  public static @Nullable Network parseNetwork(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    byte[] address = parse(text.substring(0, slash));
    String bits = text.substring(slash + 1);
    if (address == null
        || !bits.matches("\\d{1,3}")
        || Integer.parseInt(bits) > address.length * 8) {
      return null;
    }
    int prefix = Integer.parseInt(bits);
    for (int i = 0; i < address.length; i++) {
      int kept = Math.clamp(prefix - i * 8, 0, 8);
      address[i] = (byte) (address[i] & (0xFF00 >> kept));
    }
    return new Network(Octets.of(address), prefix);
  }

  private static byte @Nullable [] parseV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("\\d{1,3}") || Integer.parseInt(parts[i]) > 255) {
        return null;
      }
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return address;
  }

  private static byte @Nullable [] parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 16 : length > 14) {
      return null;
    }
    byte[] address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    if (parts.length > 8) {
      return null;
    }
    byte[] v4 =
        parts[parts.length - 1].indexOf('.') >= 0 ? parseV4(parts[parts.length - 1]) : new byte[0];
    if (v4 == null) {
      return null;
    }
    int plain = parts.length - (v4.length > 0 ? 1 : 0);
    byte[] bytes = new byte[plain * 2 + v4.length];
    for (int i = 0; i < plain; i++) {
      if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
        return null;
      }
      int group = Integer.parseInt(parts[i], 16);
      bytes[2 * i] = (byte) (group >> 8);
      bytes[2 * i + 1] = (byte) group;
    }
    System.arraycopy(v4, 0, bytes, plain * 2, v4.length);
    return bytes;
  }

  /** The text of 4 or 16 bytes (RFC 5952 for the latter); other lengths in hexadecimal. */
  public static String format(byte[] array, int offset, int length) {
    StringBuilder out = new StringBuilder();
    if (length == 4) {
      for (int i = 0; i < 4; i++) {
        out.append(i > 0 ? "." : "").append(array[offset + i] & 0xFF);
      }
    } else if (length == 16) {
      formatV6(out, array, offset);
    } else {
      for (int i = 0; i < length; i++) {
        out.append(Character.forDigit((array[offset + i] >> 4) & 15, 16));
        out.append(Character.forDigit(array[offset + i] & 15, 16));
      }
    }
    return out.toString();
  }

  private static void formatV6(StringBuilder out, byte[] array, int offset) {
    int[] groups = new int[8];
    boolean mapped = true;
    for (int i = 0; i < 8; i++) {
      groups[i] = (array[offset + 2 * i] & 0xFF) << 8 | (array[offset + 2 * i + 1] & 0xFF);
      mapped &= i > 5 || groups[i] == (i == 5 ? 0xFFFF : 0);
    }
    if (mapped) {
      out.append("::ffff:").append(format(array, offset + 12, 4));
      return;
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > gapLength) {
        gap = i;
        gapLength = run;
      }
      i += run;
    }
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        out.append("::");
        i += gapLength - 1;
      } else {
        out.append(i > 0 && (gap < 0 || i != gap + gapLength) ? ":" : "")
            .append(Integer.toHexString(groups[i]));
      }
    }
  }
}
