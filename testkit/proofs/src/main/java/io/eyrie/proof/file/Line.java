// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.file;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line that is being judged, split into its pairs once, when it is read. */
final class Line {

  private static final int MOST_PAIRS = 32;

  private final int[] keyAt = new int[MOST_PAIRS];
  private final int[] keyLength = new int[MOST_PAIRS];
  private final int[] valueAt = new int[MOST_PAIRS];
  private final int[] valueLength = new int[MOST_PAIRS];

  private String path = "";
  private long place;
  private byte[] bytes = {};
  private int offset;
  private int length;
  private int pairs;

  /** Splits a line; answers whether it has a pair. */
  boolean read(String file, long at, byte[] array, int from, int count) {
    path = file;
    place = at;
    bytes = array;
    offset = from;
    length = count;
    pairs = 0;
    int end = from + count;
    for (int i = from; i < end && pairs < MOST_PAIRS; ) {
      int word = i;
      int equals = -1;
      while (i < end && array[i] != ' ') {
        if (array[i] == '=' && equals < 0) {
          equals = i;
        }
        i++;
      }
      if (equals > word) {
        keyAt[pairs] = word;
        keyLength[pairs] = equals - word;
        valueAt[pairs] = equals + 1;
        valueLength[pairs] = i - equals - 1;
        pairs++;
      }
      i++;
    }
    return pairs > 0;
  }

  /** Resolves names and arguments once, so that an event costs an array access each. */
  Extraction extraction(Demand demand) {
    List<Part> parts = demand.fields().stream().map(this::part).toList();
    return (index, into) -> parts.get(index).write(into);
  }

  private Part part(Demand.Request request) {
    return switch (request.field().name()) {
      case "line.path" -> into -> into.set(path);
      case "line.text" -> into -> into.set(bytes, offset, length);
      case "line.offset" -> into -> into.set(place);
      case "line.keys" -> this::keys;
      case "line.value" -> valueOf(request.argument());
      case "line.number" -> into -> number(into);
      default -> throw new IllegalArgumentException(request.field().name());
    };
  }

  private void keys(Value into) {
    into.beginList();
    for (int i = 0; i < pairs; i++) {
      into.add(bytes, keyAt[i], keyLength[i]);
    }
  }

  private Part valueOf(@Nullable String key) {
    byte[] wanted = String.valueOf(key).getBytes(StandardCharsets.UTF_8);
    return into -> {
      int i = find(wanted);
      if (i >= 0) {
        into.set(bytes, valueAt[i], valueLength[i]);
      }
    };
  }

  private static final byte[] NUMBER = {'n'};

  private void number(Value into) {
    int i = find(NUMBER);
    if (i < 0 || valueLength[i] == 0 || valueLength[i] > 18) {
      return;
    }
    long number = 0;
    for (int at = valueAt[i]; at < valueAt[i] + valueLength[i]; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return;
      }
      number = number * 10 + bytes[at] - '0';
    }
    into.set(number);
  }

  private int find(byte[] key) {
    for (int i = 0; i < pairs; i++) {
      if (Arrays.equals(key, 0, key.length, bytes, keyAt[i], keyAt[i] + keyLength[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Writes one demanded field of the current line. */
  @FunctionalInterface
  private interface Part {
    void write(Value into);
  }
}
