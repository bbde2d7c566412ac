// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Parameter;
import io.eyrie.syscall.table.ParameterType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters are written as the table of events says. */
class ParameterTextTest {

  private final SystemState state = SystemState.ofCapture(new Limits(100, 100));
  private final ParameterText parameters = new ParameterText(state);

  private String show(String eventCode, String parameter, byte[] value) {
    Event event = new Event(16);
    event.begin(Integer.parseInt(eventCode), 1, 1, 0);
    int wanted = EventTable.row(event.code()).indexOf(parameter);
    assertThat(wanted).as(parameter).isNotNegative();
    for (int i = 0; i <= wanted; i++) {
      if (i < wanted) {
        event.empty();
      } else {
        event.parameter(event.append(value, 0, value.length), value.length);
      }
    }
    Text plain = new Text();
    parameters.plain(event, wanted, plain);
    Text resolved = new Text();
    parameters.resolved(event, wanted, resolved);
    return resolved.isEmpty() ? plain.toString() : plain + " = " + resolved;
  }

  /** Values in hexadecimal, little-endian. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // event ; parameter ; bytes ; text
        "3   ; fd       ; feffffffffffffff                 ; -2",
        "3   ; flags    ; 01100000                         ; 4097 = O_RDONLY|O_CLOEXEC",
        "3   ; mode     ; a4010000                         ; 0644",
        "3   ; mode     ; 00000000                         ; 0",
        "3   ; dev      ; 0108                             ; 801",
        "3   ; dev      ; 010800ff                         ; FF000801",
        "3   ; ino      ; ffffffffffffffff                 ; -1",
        "3   ; name     ; 2f657463 00                      ; /etc",
        "3   ; name     ; 284e554c4c2900                   ; <NA>",
        "3   ; name     ; ''                               ; <NA>",
        "7   ; data     ; 41001fe9                         ; A...",
        "7   ; data     ; ''                               ; NULL",
        "7   ; res      ; f5ffffffffffffff                 ; -11 = EAGAIN",
        "7   ; res      ; 00fcffffffffffff                 ; -1024",
        "1   ; ID       ; 0300                             ; 3 = read",
        "23  ; tuple    ; 02 7f000001 5000 0a000009 bb01   ; 127.0.0.1:80->10.0.0.9:443",
        "23  ; tuple    ; 01 0000000000000000 00a8420088ffff00 2f7800 ; 0->ffff880042a800 /x",
        "23  ; tuple    ; 11 00                            ; family 17",
        "23  ; tuple    ; ''                               ; NULL",
        "255 ; sigmask  ; 03000000                         ; SIGHUP SIGINT",
      })
  void isWritten(String event, String parameter, String hex, String text) {
    byte[] value = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(show(event, parameter, value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1e-09s",
    "1000000000, 1s",
    "1500000, 0.0015s",
    "1234567890123, 1234.57s",
    "99999, 9.9999e-05s",
    "2000000000000000, 2e+06s",
    "0, 0s"
  })
  void spansAreShownInSeconds(long nanos, String text) {
    Text seconds = new Text();
    TimeText.seconds(nanos, seconds);

    assertThat(seconds).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, INT8, HEX, FFFFFFFF",
    "-1, UINT8, HEX, FF",
    "-1, UINT8, DEC, 255",
    "-1, INT8, DEC, -1",
    "-1, UINT32, DEC, -1",
    "-1, UINT64, HEX, FFFFFFFFFFFFFFFF",
    "8, UINT32, OCT, 010"
  })
  void numbersHaveTheFormatOfTheTable(long value, String type, String format, String text) {
    ParameterType parameter = ParameterType.valueOf(type);
    Text number = new Text();
    NumberText.write(
        value, parameter.size(), parameter.signed(), Parameter.Format.valueOf(format), number);

    assertThat(new String(number.toBytes(), StandardCharsets.US_ASCII)).isEqualTo(text);
  }
}
