// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.jsonlog.projection.JsonPath;
import io.eyrie.jsonlog.projection.Projector;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2023-11-14T22:13:20Z, 1700000000000000000",
    "2023-11-14t22:13:20z, 1700000000000000000",
    "2023-11-14T22:13:20.123456789Z, 1700000000123456789",
    "2023-11-14T22:13:20.1234567899Z, 1700000000123456789",
    "2023-11-14T23:13:20.5+01:00, 1700000000500000000",
    "2023-11-14T20:43:20-01:30, 1700000000000000000",
    "2023-11-14 22:13:20.000000000, 1700000000000000000",
    "2023-11-14 22:13:20, 1700000000000000000",
    "1970-01-01T00:00:00Z, 0",
    "1969-12-31T23:59:59Z, -1000000000",
    "2000-02-29T00:00:00Z, 951782400000000000"
  })
  void readsTimes(String text, long nanos) {
    assertThat(nanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2023-11-14",
        "2023-11-14T22:13",
        "2023-11-14T22:13:20.Z",
        "2023-11-14T22:13:20Zulu",
        "2023-11-14T22:13:20+1:00",
        "2023-11-14T22:13:20+01:60",
        "2023-13-14T22:13:20Z",
        "2023-02-29T22:13:20Z",
        "2023-11-31T22:13:20Z",
        "2023-11-14T24:13:20Z",
        "2023-11-14T22:60:20Z",
        "2023-11-14T22:13:61Z",
        "2023-1x-14T22:13:20Z",
        "9999-11-14T22:13:20Z",
        "1600-11-14T22:13:20Z",
        "yesterday at noon, GMT"
      })
  void refusesWhatIsNoTime(String text) {
    assertThat(nanos(text)).isEqualTo(RecordTime.NONE);
  }

  @Test
  void agreesWithTheCalendarOfTheJdk() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      Instant instant =
          Instant.ofEpochSecond(
              random.nextLong(-8_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000_000));
      long expected = instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
      assertThat(nanos(instant.toString())).as("%s", instant).isEqualTo(expected);
    }
  }

  private static long nanos(String text) {
    Projector projector = new Projector(List.of(JsonPath.of("/t")));
    byte[] bytes = ("{\"t\":\"" + text + "\"}").getBytes(UTF_8);
    projector.project(bytes, 0, bytes.length);
    return RecordTime.nanos(projector.slots().text(0));
  }
}
