// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.jsonlog.projection.Projector.Problem;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"plain\"}            | plain",
        "{\"a\":\"\"}                 | ``",
        "{\"a\":\"t\\tn\\\"q\\\\b\\/\"} | `t\tn\"q\\b/`",
        "{\"a\":\"\\u00e9\\u20AC\"}   | é€",
        "{\"a\":\"\\ud83d\\ude00!\"}  | 😀!",
        "{\"a\":\"x\\ud83dy\"}        | x\uFFFDy",
        "{\"a\":\"\\ude00\\ud83d\"}   | \uFFFD\uFFFD",
        "{\"a\":\"\\ud83d\\n\"}       | `\uFFFD\n`",
        "{\"a\":-12.50e3}             | -12.50e3",
        "{\"a\":true}                 | true",
        "{\"a\":{ \"b\" : [ 1 , {} ] }} | {\"b\":[1,{}]}",
        "{\"a\":[\"\\u0041\\/\\u0001\\n\"]} | [\"A/\\u0001\\n\"]",
        "{\"b\":1,\"\\u0061\":2}      | 2",
        "{\"a\":1,\"a\":2}            | 2",
        "{\"x\":{\"a\":1}}            | <missing>",
        "{}                           | <missing>",
        "{\"a\":null}                 | null",
      })
  void givesTheTextAtAPath(String json, String expected) {
    assertThat(at("/a", json)).isEqualTo(expected);
  }

  @Test
  void aDuplicateKeyTakesAllBelowTheFirstAway() {
    assertThat(at("/a/b", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}")).isEqualTo("<missing>");
    assertThat(at("/a/b", "{\"a\":{\"b\":1},\"a\":7}")).isEqualTo("<missing>");
    assertThat(at("/a/b", "{\"a\":{\"c\":1},\"a\":{\"b\":2}}")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/*     | {'a':[1,'x',null,{'b':2}]}                  | 1 x null {\"b\":2}",
        "/a/*/b   | {'a':[{'b':1},{},{'b':'y'},3,{'b':[4]}]}    | 1 y [4]",
        "/a/*/b/* | {'a':[{'b':[1,2]},{'b':[]},{'b':[3]}]}      | 1 2 3",
        "/a/*     | {'a':{'0':1}}                               | <none>",
        "/a/*/b   | {'a':[{'b':1}],'a':[{'b':2},{'b':3}]}       | 2 3",
        "/a/*/b   | {'a':[{'b':1,'b':2},{'b':3}]}               | 2 3",
        "/a/*/b/* | {'a':[{'b':[1,2],'b':[3]},{'b':[4],'b':5}]} | 3",
        "/a/*/b/* | {'a':[{'b':[7]},{'b':[1,2],'b':{}}]}        | 7",
      })
  void goesThroughEveryElement(String pattern, String json, String expected) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    Projector projector =
        new Projector(
            List.of(JsonPath.of("/a/0"), JsonPath.pattern(pattern), JsonPath.of("/a/1/b")));
    assertThat(projector.project(bytes, 0, bytes.length)).isNull();
    Slots slots = projector.slots();
    Elements found = slots.elements(projector.slot(1));
    StringJoiner texts = new StringJoiner(" ").setEmptyValue("<none>");
    for (int i = 0; i < found.size(); i++) {
      Slice text = slots.text(found, i);
      texts.add(new String(text.array(), text.offset(), text.length(), UTF_8));
    }
    assertThat(texts).hasToString(expected);
  }

  @Test
  void givesElementsByNumberBesideThoseWhoWantAll() {
    byte[] bytes = "{\"a\":[{\"b\":\"x\"},{\"b\":\"\\u0079\"}],\"c\":1}".getBytes(UTF_8);
    Projector projector =
        new Projector(
            List.of(
                JsonPath.of("/a/1/b"),
                JsonPath.pattern("/a/*/b"),
                JsonPath.of("/a/1"),
                JsonPath.of("/c")));
    assertThat(projector.project(bytes, 0, bytes.length)).isNull();
    Slots slots = projector.slots();
    assertThat(slots.elements(projector.slot(1)).size()).isEqualTo(2);
    assertThat(text(slots, projector.slot(0))).isEqualTo("y");
    assertThat(text(slots, projector.slot(2))).isEqualTo("{\"b\":\"y\"}");
    assertThat(text(slots, projector.slot(3))).isEqualTo("1");
  }

  @Test
  void givesTheKeysOfAnElement() {
    byte[] bytes =
        "{\"v\":[{\"a\":[\"x\",{\"y\":1}],\"\\u0062\":{\"c\":2},\"d\":\"}\"},4]}".getBytes(UTF_8);
    Projector projector = new Projector(List.of(JsonPath.pattern("/v/*")));
    assertThat(projector.project(bytes, 0, bytes.length)).isNull();
    Elements found = projector.slots().elements(projector.slot(0));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      projector
          .slots()
          .keys(
              found,
              i,
              (array, offset, length) -> keys.add(new String(array, offset, length, UTF_8)));
    }
    assertThat(keys).containsExactly("a", "b", "d");
  }

  private static String text(Slots slots, int slot) {
    Slice text = slots.text(slot);
    return new String(text.array(), text.offset(), text.length(), UTF_8);
  }

  @Test
  void goesIntoArraysByNumber() {
    String json = "{\"a\":[{\"b\":\"x\"},[],{\"b\":\"y\"}],\"o\":{\"2\":\"key\"}}";
    assertThat(at("/a/2/b", json)).isEqualTo("y");
    assertThat(at("/a/1", json)).isEqualTo("[]");
    assertThat(at("/a/3", json)).isEqualTo("<missing>");
    assertThat(at("/a/02/b", json)).isEqualTo("<missing>");
    assertThat(at("/o/2", json)).isEqualTo("key");
  }

  @Test
  void understandsPointersAsTheyAreWritten() {
    assertThat(at("a", "{\"a\":1}")).isEqualTo("1");
    assertThat(at("/x~1y/m~0n", "{\"x/y\":{\"m~n\":1}}")).isEqualTo("1");
    assertThat(at("", "{ \"a\" : 1 }")).isEqualTo("{\"a\":1}");
    assertThat(at("/", "{\"\":1}")).isEqualTo("1");
    assertThatThrownBy(() -> JsonPath.of("/a~2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write ~0 for a tilde");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":[1}",
        "{\"a\":\"\\x\"}",
        "{\"a\":tru}",
        "{\"a\":1",
        "{\"a\":\"\n\"}",
        "{\"a\":1}}",
        "{\"a\":1}{\"a\":2}",
        "hello",
        "{\"b\":\"\\u12\"}"
      })
  void refusesWhatIsNoJson(String json) {
    Projector projector = new Projector(List.of(JsonPath.of("/a")));
    byte[] bytes = json.getBytes(UTF_8);
    Problem problem = projector.project(bytes, 0, bytes.length);
    assertThat(problem).isIn(Problem.NOT_JSON, Problem.TRAILING);
    assertThat(projector.slots().kind(0)).isEqualTo(JsonKind.MISSING);
    assertThat(projector.problemOffset()).isBetween(0, bytes.length - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null", "true"})
  void refusesJsonThatIsNoObject(String json) {
    Projector projector = new Projector(List.of(JsonPath.of("/a")));
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(projector.project(bytes, 0, bytes.length)).isEqualTo(Problem.NOT_AN_OBJECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"b\":\"\u00ff\u00fe\"}", "{\"a\":\"\u00c3(\"}", "{\"\u0080\":1}"})
  void refusesInvalidUtf8(String latin) {
    Projector projector = new Projector(List.of(JsonPath.of("/a")));
    byte[] bytes = latin.getBytes(ISO_8859_1);
    assertThat(projector.project(bytes, 0, bytes.length)).isEqualTo(Problem.NOT_JSON);
  }

  @Test
  void takesNestingOfTwoHundredAndRefusesSixHundred() {
    assertThat(at("/a", "{\"b\":" + "[".repeat(200) + "]".repeat(200) + ",\"a\":1}"))
        .isEqualTo("1");
    String deep = "{\"b\":" + "[".repeat(600) + "]".repeat(600) + "}";
    Projector projector = new Projector(List.of(JsonPath.of("/a")));
    assertThat(projector.project(deep.getBytes(UTF_8), 0, deep.length()))
        .isEqualTo(Problem.TOO_DEEP);
  }

  @Test
  void findsTheEndOfARecordThatOthersFollow() {
    Projector projector = new Projector(List.of(JsonPath.of("/a")), List.of("Records", "items"));
    byte[] bytes = " {\"a\":{\"items\":[1]},\n\"items\":\"\"} {\"a\":2}".getBytes(UTF_8);
    assertThat(projector.project(bytes, 1, bytes.length, true)).isEqualTo(32);
    assertThat(text(projector.slots(), 0)).isEqualTo("{\"items\":[1]}");
    assertThat(projector.lastLineFeed()).isEqualTo(20);
    assertThat(text(projector.slots().indented()))
        .startsWith("{\n  \"a\": {\n")
        .endsWith("\"\"\n}");
    assertThat(projector.project(bytes, 1, 31, true)).as("not whole yet").isEqualTo(-1);
  }

  @Test
  void takesNoEnvelopeForARecord() {
    Projector projector = new Projector(List.of(JsonPath.of("/items/0")), List.of("items"));
    byte[] bytes = "{\"v\":1,\"items\":[{\"a\":1}]}".getBytes(UTF_8);
    assertThat(projector.project(bytes, 0, bytes.length, true)).isEqualTo(-1);
    assertThat(projector.project(bytes, 0, bytes.length, false)).isEqualTo(bytes.length);
    assertThat(text(projector.slots(), 0)).isEqualTo("{\"a\":1}");
  }

  @Test
  void pointsToTheByteThatIsWrong() {
    Projector projector = new Projector(List.of());
    byte[] bytes = "xx{\"a\":1,\n\"b\":nope}".getBytes(UTF_8);
    projector.project(bytes, 2, bytes.length - 2);
    assertThat(projector.problemOffset()).isBetween(12, 17);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "12.99, 12",
    "1e3, 1000",
    "18446744073709551615, 18446744073709551615",
    "18446744073709551616, 18446744073709551615",
    "99999999999999999999, 18446744073709551615",
    "1e30, 18446744073709551615"
  })
  void countsWithoutFractionsAndOverflow(String number, String expected) {
    Projector projector = new Projector(List.of(JsonPath.of("/a")));
    byte[] bytes = ("{\"a\":" + number + "}").getBytes(UTF_8);
    projector.project(bytes, 0, bytes.length);
    assertThat(projector.slots().countable(0)).isTrue();
    assertThat(Long.toUnsignedString(projector.slots().count(0))).isEqualTo(expected);
  }

  @Test
  void doesNotCountWhatIsNegativeOrNoNumber() {
    for (String value : List.of("-1", "\"1\"", "null", "[1]")) {
      Projector projector = new Projector(List.of(JsonPath.of("/a")));
      byte[] bytes = ("{\"a\":" + value + "}").getBytes(UTF_8);
      projector.project(bytes, 0, bytes.length);
      assertThat(projector.slots().countable(0)).as(value).isFalse();
    }
  }

  @Test
  void indentsARecord() {
    byte[] bytes =
        "{\"a\":{},\"b\":[],\"c\":[1,{\"d\":\"x: {\\u0041\"}], \"e\" : null}".getBytes(UTF_8);
    Projector projector = new Projector(List.of());
    projector.project(bytes, 0, bytes.length);
    assertThat(text(projector.slots().indented()))
        .isEqualTo(
            """
            {
              "a": {},
              "b": [],
              "c": [
                1,
                {
                  "d": "x: {A"
                }
              ],
              "e": null
            }\
            """);
  }

  @Test
  void allocatesNothing() {
    List<JsonPath> paths =
        Stream.of("/a", "/o/b", "/r/1", "/e", "/d/*").map(JsonPath::pattern).toList();
    assertThat(
            bytesPerRecord(
                paths,
                "{\"a\":\"x\",\"\\u0065\":\"\\n\",\"skip\":["
                    + "{\"k\":\"some text\",\"n\":[1,2,3]},".repeat(2000)
                    + "1],\"o\":{\"b\":1},\"r\":[1,2],\"d\":[1,2,3,4,5,6,7,8,9,10]}"))
        .isLessThan(8);
  }

  private static long bytesPerRecord(List<JsonPath> paths, String json) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Projector projector = new Projector(paths);
    byte[] bytes = json.getBytes(UTF_8);
    int rounds = 300;
    long before = 0;
    for (int round = -2000; round < rounds; round++) {
      if (round == 0) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      projector.project(bytes, 0, bytes.length);
      for (int i = 0; i < paths.size(); i++) {
        if (!paths.get(i).many()) {
          projector.slots().text(projector.slot(i));
        }
      }
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
  }

  private static String at(String pointer, String json) {
    Projector projector = new Projector(List.of(JsonPath.of(pointer)));
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(projector.project(bytes, 0, bytes.length)).isNull();
    Slots slots = projector.slots();
    int slot = projector.slot(0);
    return slots.kind(slot) == JsonKind.MISSING ? "<missing>" : text(slots.text(slot));
  }

  private static String text(Slice slice) {
    return new String(slice.array(), slice.offset(), slice.length(), UTF_8);
  }
}
