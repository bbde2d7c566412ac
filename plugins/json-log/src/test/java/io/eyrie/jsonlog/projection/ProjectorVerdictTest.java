// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Our own scanner takes and refuses exactly the records that jackson-core does. */
class ProjectorVerdictTest {

  private static final int SEEDS = 400;
  private static final String PIECES = "{}[]\",:\\ \n\t0123456789+-.eEunltrfas\u0000\u001f";

  private final Projector some =
      new Projector(
          List.of(JsonPath.of("/a/b"), JsonPath.pattern("/key/*"), JsonPath.of("/key/1/a")));
  private final Projector none = new Projector(List.of());

  @Test
  void agreesOnRecordsWithSomethingWrong() {
    int sound = 0;
    int broken = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      GeneratedJson generator = new GeneratedJson(random);
      for (int record = 0; record < 50; record++) {
        byte[] bytes =
            spoiled(
                ("{\"x\":0," + generator.object().strip().substring(1)).getBytes(UTF_8), random);
        if (agreed(bytes, "seed " + seed)) {
          sound++;
        } else {
          broken++;
        }
      }
    }
    assertThat(sound).isGreaterThan(2000);
    assertThat(broken).isGreaterThan(2000);
  }

  /** Changes, drops, adds or doubles up to two bytes behind the beginning. */
  private static byte[] spoiled(byte[] bytes, Random random) {
    byte[] result = bytes;
    for (int i = random.nextInt(3); i > 0 && result.length > 9; i--) {
      int at = 1 + random.nextInt(result.length - 1);
      byte piece = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
      result =
          switch (random.nextInt(4)) {
            case 0 -> joined(result, at, new byte[] {piece}, at + 1);
            case 1 -> joined(result, at, new byte[0], at + 1);
            case 2 -> joined(result, at, new byte[] {piece}, at);
            default -> joined(result, at, new byte[] {result[at]}, at);
          };
    }
    return result;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
    byte[] all = Arrays.copyOf(bytes, to + between.length + bytes.length - from);
    System.arraycopy(between, 0, all, to, between.length);
    System.arraycopy(bytes, from, all, to + between.length, bytes.length - from);
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":-}", "{\"a\":-0}", "{\"a\":-01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
        "{\"a\":1e}", "{\"a\":1e+}", "{\"a\":1E-07}", "{\"a\":1x}", "{\"a\":0x1}", "{\"a\":truex}",
        "{\"a\":nul}", "{\"a\":falsy}", "{\"a\":t", "{\"a\":\"\\", "{\"a\":\"\\u00e",
            "{\"a\":\"\\u00eg\"}",
        "{\"a\" :\r\n\t1 , \"b\" : [ ] }", "{\"a\":\f1}", "{\u00a0}", "{\"a\":1,,\"b\":2}", "{,}",
            "{\"a\"}",
        "{\"a\":[,]}", "{\"a\":[1 2]}", "{\"a\":[1}]", "{\"a\":[[]]]}", "{\"a\":{}}",
            "{\"\":{\"\":\"\"}}",
        "{a:1}", "{\"a\":1}//x", "{\"a\":/**/1}", "{\"a\":\"\u0001\"}", "{\"\u0001\":1}",
            "{\"\\q\":1}"
      })
  void agreesOnBorderlineRecords(String json) {
    agreed(json.getBytes(UTF_8), json);
  }

  /** In a text, bytes by their numbers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c3\u00a9", "\u00c0\u0080", "\u00c3", "\u00e2\u0082\u00ac", "\u00e2\u0082",
            "\u00ed\u00a0\u0080",
        "\u00f0\u009f\u0098\u0080", "\u00f0\u009f\u0098", "\u00f7\u00bf\u00bf\u00bf",
            "\u00f8\u0088\u0080\u0080\u0080", "\u0080", "\u00ff",
        "\u00c3\u00a9\u00c3\u00a9abcdefgh\u00c3\u00a9"
      })
  void agreesOnBytesThatAreNoAscii(String latin) {
    agreed(("{\"a\":\"" + latin + "\"}").getBytes(ISO_8859_1), latin);
    agreed(("{\"skip\":[\"" + latin + "\"]}").getBytes(ISO_8859_1), latin);
  }

  /**
   * Where jackson-core makes a difference between keys and texts, and between keys with and without
   * escapes, we make none.
   */
  @ParameterizedTest
  @CsvSource({
    "\u00c0\u0080, true",
    "\u00ed\u00a0\u0080, true",
    "\u00ff\\u0030, false",
    "\u00c3(, false"
  })
  void takesTheSameBytesInKeysAsInTexts(String latin, boolean taken) {
    for (String json :
        List.of("{'skip':{'" + latin + "':1}}", "{'" + latin + "':1}", "{'a':'" + latin + "'}")) {
      byte[] bytes = json.replace('\'', '"').getBytes(ISO_8859_1);
      assertThat(some.project(bytes, 0, bytes.length) == null).isEqualTo(taken);
      assertThat(none.project(bytes, 0, bytes.length) == null).isEqualTo(taken);
    }
  }

  @Test
  void agreesOnHowDeepAndHowLongThingsAre() {
    for (int depth : new int[] {200, 499, 500, 600}) {
      agreed(("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8), "arrays");
      agreed(
          ("{\"key\":[" + "{\"a\":".repeat(depth - 1) + "1" + "}".repeat(depth - 1) + "]}")
              .getBytes(UTF_8),
          "objects");
    }
    for (int digits : new int[] {998, 999, 1000, 1001, 3000}) {
      for (String number : List.of("1", "-1", "0.", "1e", "-0.")) {
        String json = "{\"a\":" + number + "1".repeat(digits) + "}";
        agreed(json.getBytes(UTF_8), digits + " digits behind " + number);
      }
    }
    agreed(("{\"" + "k".repeat(2 << 20) + "\":1}").getBytes(UTF_8), "a long key");
  }

  /** Whether both take the record. */
  private boolean agreed(byte[] bytes, String what) {
    boolean taken = taken(bytes);
    for (Projector projector : List.of(some, none)) {
      if (projector.project(bytes, 0, bytes.length) == null != taken) {
        fail(
            "%s, taken by jackson-core: %s: %s",
            what, taken, new String(bytes, 0, Math.min(bytes.length, 400), ISO_8859_1));
      }
    }
    return taken;
  }

  private static boolean taken(byte[] bytes) {
    try (JsonParser parser =
        Diagnosis.FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.END_OBJECT && parser.streamReadContext().inRoot()) {
          return object && parser.nextToken() == null;
        }
      }
      return false;
    } catch (JacksonException _) {
      return false;
    }
  }
}
