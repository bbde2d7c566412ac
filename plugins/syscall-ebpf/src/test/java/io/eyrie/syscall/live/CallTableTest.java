// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Syscalls;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which call becomes which event. */
final class CallTableTest {

  private final CallTable calls = new CallTable();

  @Test
  void everyCurrentEventOfACallIsMadeButThoseThatThisProcessorHasNoCallFor() {
    Set<Integer> made = new TreeSet<>();
    for (int place = 0; place < 2 * Syscalls.NUMBERS; place++) {
      if (calls.exists(place)) {
        made.add(calls.at(place).event());
      }
    }
    assertThat(EventTable.rows())
        .filteredOn(row ->
            row.status() == EventRow.Status.CURRENT
                && row.kind() == EventRow.Kind.SYSCALL
                && row.exit())
        .hasSize(163)
        .filteredOn(row -> !made.contains(row.code()))
        .extracting(EventRow::name)
        // 64-bit tasks call sendto and recvfrom for these, 32-bit ones reach them by socketcall.
        .containsExactly("send", "recv");
  }

  @Test
  void aCallWithoutAnEventOfItsOwnIsAGenericOneUnderItsName() {
    Call call = calls.at(28);

    assertThat(call.event()).isEqualTo(1);
    assertThat(EventTypes.names().get(call.type())).isEqualTo("madvise");
    assertThat(call.sections()).isEmpty();
  }

  @Test
  void callsOfTasksOf32BitsHaveNumbersOfTheirOwn() {
    assertThat(name(Syscalls.NUMBERS + 5)).isEqualTo("open");
    assertThat(name(5)).isEqualTo("fstat");
    assertThat(name(Syscalls.NUMBERS + 295)).isEqualTo("openat");
    assertThat(name(Syscalls.NUMBERS + 221)).isEqualTo("fcntl");
    assertThat(name(Syscalls.NUMBERS + 140)).isEqualTo("llseek");
    // Its one argument is a pointer to six there: the generic event tells it.
    assertThat(calls.at(Syscalls.NUMBERS + 90).event()).isEqualTo(1);
  }

  private String name(int place) {
    return EventTypes.names().get(calls.at(place).type());
  }
}
