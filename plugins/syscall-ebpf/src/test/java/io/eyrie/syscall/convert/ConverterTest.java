// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.convert.Converter.Outcome;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.Columns;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Parameter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Events of all versions become events of today's table. */
class ConverterTest {

  private static final long THREAD = 7;
  private static final int OPEN_ENTRY = 2;
  private static final int READ_ENTRY = 6;
  private static final int READ_EXIT = 7;
  private static final int WRITE_EXIT = 9;

  private final Converter converter = new Converter();
  private final Event event = new Event(64);

  private Event begin(int code) {
    event.begin(code, 1, THREAD, 0);
    return event;
  }

  private Outcome convert() {
    return converter.convert(event);
  }

  private void storeReadEntry(long fd, int size) {
    begin(READ_ENTRY).put64(fd);
    event.put32(size);
    assertThat(convert()).isEqualTo(Outcome.DROP);
  }

  private void beginReadExit() {
    begin(READ_EXIT).put64(5);
    int at = event.append(new byte[] {1, 2, 3}, 0, 3);
    event.parameter(at, 3);
  }

  @Test
  void theParametersOfTheEntryStandBehindThoseOfTheExit() {
    storeReadEntry(3, 4096);
    beginReadExit();

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.count()).isEqualTo(4);
    assertThat(event.signed(0)).isEqualTo(5);
    assertThat(event.length(1)).isEqualTo(3);
    assertThat(event.signed(2)).isEqualTo(3);
    assertThat(event.signed(3)).isEqualTo(4096);
  }

  @Test
  void anExitWithoutItsEntryGetsDefaults() {
    beginReadExit();

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.signed(2)).isZero();
    assertThat(event.length(2)).isEqualTo(8);
  }

  @Test
  void anEntryIsUsedOnce() {
    storeReadEntry(3, 4096);
    beginReadExit();
    convert();
    beginReadExit();
    convert();

    assertThat(event.signed(2)).isZero();
  }

  @Test
  void anEntryOfAnotherCallOrThreadIsNotUsed() {
    storeReadEntry(3, 4096);
    begin(WRITE_EXIT).put64(5);
    event.empty();
    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.signed(2)).isZero();

    event.begin(READ_EXIT, 1, THREAD + 1, 0);
    event.put64(5);
    event.empty();
    convert();
    assertThat(event.signed(2)).isZero();
  }

  @Test
  void whatTodaysTableHasPassesAsItIs() {
    begin(READ_EXIT).put64(5);
    event.empty();
    event.put64(3);
    event.put32(1);

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.count()).isEqualTo(4);
  }

  @Test
  void entriesThatTheStateNeedsStayEvents() {
    begin(OPEN_ENTRY);

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.code()).isEqualTo(OPEN_ENTRY);
    assertThat(event.count()).isEqualTo(3);
    assertThat(event.has(0)).isFalse();
  }

  @Test
  void theFirstExecBecomesTodaysStepByStep() {
    begin(13).put64(0);
    byte[] exe = "cat\0".getBytes(StandardCharsets.US_ASCII);
    event.parameter(event.append(exe, 0, exe.length), exe.length);
    event.empty();
    event.put64(70);
    event.put64(70);
    event.put64(60);
    event.empty();
    event.put64(1024);

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.code()).isEqualTo(293);
    assertThat(event.count()).isEqualTo(EventTable.row(293).parameters().size());
    assertThat(event.textLength(1)).isEqualTo(3);
    assertThat(event.signed(3)).isEqualTo(70);
    assertThat(event.signed(7)).isEqualTo(1024);
    assertThat(event.has(26)).isFalse();
  }

  @Test
  void aContainerOfFormerYearsIsToldAsJson() {
    begin(228);
    byte[] text = "abc\0".getBytes(StandardCharsets.US_ASCII);
    event.parameter(event.append(text, 0, 4), 4);
    event.put32(1);
    event.parameter(event.append(text, 0, 4), 4);
    event.parameter(event.append(text, 0, 4), 4);

    assertThat(convert()).isEqualTo(Outcome.PASS);
    assertThat(event.row().name()).isEqualTo("container");
    assertThat(
            new String(
                event.bytes(), event.offset(0), event.textLength(0), StandardCharsets.US_ASCII))
        .isEqualTo("{\"id\":\"abc\",\"type\":1,\"name\":\"abc\",\"image\":\"abc\"}");
  }

  @Test
  void eventsThatNeverWereAreNamed() {
    begin(READ_EXIT);

    assertThat(convert()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void everyRowOfTheTableEndsInAnEventOfToday() {
    int rows = 0;
    for (String[] columns : Columns.of(Converter.class, "conversions.tsv")) {
      int code = Integer.parseInt(columns[0]);
      int count = Integer.parseInt(columns[1]);
      begin(code);
      for (int i = 0; i < count; i++) {
        Parameter parameter = EventTable.row(code).parameter(i);
        int size = Math.max(1, parameter.type().size());
        event.parameter(event.reserve(size), size);
      }
      Outcome outcome = convert();
      rows++;
      if (outcome == Outcome.PASS) {
        assertThat(event.row().status())
            .as("%s with %d", columns[0], count)
            .isNotEqualTo(EventRow.Status.UNUSED);
        assertThat(event.row().has(EventRow.Flag.OLD_VERSION) && event.row().exit()).isFalse();
        assertThat(event.count()).isLessThanOrEqualTo(event.row().parameters().size());
      } else {
        assertThat(outcome).as("%s with %d", columns[0], count).isEqualTo(Outcome.DROP);
      }
    }
    assertThat(rows).isEqualTo(253);
  }

  @Test
  void threadsWithoutEndDoNotFillTheMemory() {
    for (int tid = 1; tid <= 200_000; tid++) {
      event.begin(READ_ENTRY, 1, tid, 0);
      event.put64(3);
      event.put32(9);
      convert();
    }

    assertThat(converter.forgotten()).isGreaterThan(100_000);
  }
}
