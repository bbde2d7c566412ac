// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.name;

import io.eyrie.api.field.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which names each address has, as of one moment. Immutable; reading allocates nothing.
 *
 * <p>Addresses are kept sorted as two halves of 16 bytes, those of IPv4 as IPv6 maps them, so that
 * a socket of IPv6 that talks IPv4 finds them too.
 */
public final class HostAddresses {

  /** Rules name no host. */
  public static final HostAddresses NONE = new HostAddresses(List.of(), false);

  private static final long MAPPED = 0xffffL << 32;

  private final long[] high;
  private final long[] low;
  private final byte[][][] names;
  private final boolean complete;

  private record Entry(long high, long low, String name) {}

  private HostAddresses(List<Entry> entries, boolean complete) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparingLong(Entry::high)
            .thenComparingLong(Entry::low)
            .thenComparing(Entry::name));
    long[] highs = new long[sorted.size()];
    long[] lows = new long[sorted.size()];
    byte[][][] grouped = new byte[sorted.size()][][];
    int size = 0;
    for (Entry entry : sorted) {
      if (size > 0 && highs[size - 1] == entry.high && lows[size - 1] == entry.low) {
        byte[][] before = grouped[size - 1];
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(before[before.length - 1], name)) {
          grouped[size - 1] = Arrays.copyOf(before, before.length + 1);
          grouped[size - 1][before.length] = name;
        }
      } else {
        highs[size] = entry.high;
        lows[size] = entry.low;
        grouped[size] = new byte[][] {entry.name.getBytes(StandardCharsets.UTF_8)};
        size++;
      }
    }
    this.high = Arrays.copyOf(highs, size);
    this.low = Arrays.copyOf(lows, size);
    this.names = Arrays.copyOf(grouped, size);
    this.complete = complete;
  }

  /**
   * The addresses of these names.
   *
   * @param complete whether the addresses of every name that rules compare with are known
   */
  static HostAddresses of(Map<String, List<byte[]>> byName, boolean complete) {
    List<Entry> entries = new ArrayList<>();
    byName.forEach((name, addresses) -> {
      for (byte[] address : addresses) {
        entries.add(
            new Entry(highOf(address, address.length), lowOf(address, address.length), name));
      }
    });
    return new HostAddresses(entries, complete);
  }

  /**
   * Writes the names of an address: nothing as long as it has none and some name has no known
   * address; else the name, or a list of several or none.
   *
   * @param size 4 or 16
   */
  public void read(byte[] address, int size, Value into) {
    int found = find(highOf(address, size), lowOf(address, size));
    if (found >= 0) {
      byte[][] all = names[found];
      if (all.length == 1) {
        into.set(all[0], 0, all[0].length);
        return;
      }
      into.beginList();
      for (byte[] name : all) {
        into.add(name, 0, name.length);
      }
    } else if (complete) {
      into.beginList();
    }
  }

  private int find(long wantedHigh, long wantedLow) {
    int from = 0;
    int to = high.length - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = Long.compare(high[middle], wantedHigh);
      if (order == 0) {
        order = Long.compare(low[middle], wantedLow);
      }
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -1;
  }

  private static long highOf(byte[] address, int size) {
    return size == 4 ? 0 : number(address, 0, 8);
  }

  private static long lowOf(byte[] address, int size) {
    return size == 4 ? MAPPED | number(address, 0, 4) : number(address, 8, 8);
  }

  private static long number(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
