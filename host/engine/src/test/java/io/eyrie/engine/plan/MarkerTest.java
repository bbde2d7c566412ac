// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What answers many questions about a text at once says what each of them says alone. */
class MarkerTest {
  private static final int GUARD = 3;

  private final Random random = new Random();
  private String alphabet = "";
  private int longest;

  /** {@code -Deyrie.seeds=N} tries as many. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10 * Long.getLong("eyrie.seeds", 30));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void togetherAsAlone(long seed) {
    random.setSeed(seed);
    for (GroupKind kind :
        List.of(
            GroupKind.BYTES,
            GroupKind.PREFIXES,
            GroupKind.SUFFIXES,
            GroupKind.PATHS,
            GroupKind.OCCURRENCES,
            GroupKind.OCCURRENCES_ANY_CASE)) {
      alphabet =
          List.of("ab", "ab/", "abcdefgh /-", "aAbB", "/a", "aÿ\u0000é").get(random.nextInt(6));
      longest = 1 + random.nextInt(20);
      agree(kind);
    }
  }

  private void agree(GroupKind kind) {
    int shortest = random.nextInt(3) == 0 ? 0 : random.nextInt(longest);
    List<Matcher.OfBytes> matchers = new ArrayList<>();
    for (int n = 1 + random.nextInt(90); n > 0; n--) {
      Matcher.OfBytes matcher = matcher(kind, shortest);
      if (!matchers.contains(matcher)) {
        matchers.add(matcher);
      }
    }
    int firstBit = random.nextInt(130);
    long[] words = new long[(firstBit + matchers.size() + 63) / 64 + 1];
    Marker marker = Marker.of(kind, List.copyOf(matchers), firstBit);
    Value value = new Value();
    for (int i = 0; i < 60; i++) {
      byte[] text = text(i % 4 == 0 ? matchers : List.of());
      byte[] around = new byte[text.length + 2 * GUARD];
      random.nextBytes(around);
      System.arraycopy(text, 0, around, GUARD, text.length);
      value.set(around, GUARD, text.length);
      java.util.Arrays.fill(words, 0);
      marker.mark(value, 0, words);
      BitSet expected = new BitSet();
      for (int m = 0; m < matchers.size(); m++) {
        expected.set(firstBit + m, matchers.get(m).matches(text, 0, text.length));
      }
      assertThat(BitSet.valueOf(words))
          .as("%s of %s in %s", kind, matchers, new String(text, StandardCharsets.UTF_8))
          .isEqualTo(expected);
    }
  }

  private Matcher.OfBytes matcher(GroupKind kind, int shortest) {
    return switch (kind) {
      case BYTES -> {
        List<Octets> values = new ArrayList<>();
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
          values.add(Octets.of(word(shortest)));
        }
        yield new Matcher.BytesIn(values.stream().sorted().distinct().toList());
      }
      case PREFIXES -> new Matcher.Prefix(Octets.of(word(shortest)));
      case SUFFIXES -> new Matcher.Suffix(Octets.of(word(shortest)));
      case OCCURRENCES -> new Matcher.Contains(Octets.of(word(shortest)), false);
      case OCCURRENCES_ANY_CASE ->
          new Matcher.Contains(Octets.of(word(shortest)).lowerCase(), true);
      case PATHS -> {
        List<Octets> values = new ArrayList<>();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
          values.add(Octets.of(path()));
        }
        yield new Matcher.PathBelow(values.stream().sorted().distinct().toList());
      }
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  private byte[] word(int shortest) {
    return draw(shortest + random.nextInt(longest - shortest + 1));
  }

  /** Canonical. */
  private byte[] path() {
    StringBuilder path = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) {
      path.append('/').append(random.nextBoolean() ? "a" : "ab".repeat(1 + random.nextInt(3)));
    }
    return path.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Of the alphabet, now and then with a key within. */
  private byte[] text(List<Matcher.OfBytes> keys) {
    byte[] plain = draw(random.nextInt(40));
    if (keys.isEmpty()) {
      return plain;
    }
    byte[] key =
        switch (keys.get(random.nextInt(keys.size()))) {
          case Matcher.BytesIn in -> in.values().getFirst().array();
          case Matcher.Prefix prefix -> prefix.value().array();
          case Matcher.Suffix suffix -> suffix.value().array();
          case Matcher.Contains contains -> contains.value().array();
          case Matcher.PathBelow below -> below.prefixes().getFirst().array();
          default -> plain;
        };
    byte[] before = draw(random.nextInt(3));
    byte[] after = random.nextBoolean() ? "//a".getBytes(StandardCharsets.UTF_8) : plain;
    byte[] text = new byte[before.length + key.length + after.length];
    System.arraycopy(before, 0, text, 0, before.length);
    System.arraycopy(key, 0, text, before.length, key.length);
    System.arraycopy(after, 0, text, before.length + key.length, after.length);
    return text;
  }

  private byte[] draw(int length) {
    byte[] letters = alphabet.getBytes(StandardCharsets.UTF_8);
    byte[] drawn = new byte[length];
    for (int i = 0; i < length; i++) {
      drawn[i] = letters[random.nextInt(letters.length)];
    }
    return drawn;
  }
}
