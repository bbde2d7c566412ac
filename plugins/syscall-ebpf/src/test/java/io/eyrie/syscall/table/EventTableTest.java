// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of events is whole and names what rules and captures name. */
final class EventTableTest {

  @Test
  void holdsEveryCodeOfTheSchema() {
    assertThat(EventTable.size()).isEqualTo(454);
  }

  @Test
  void namesTheParametersOfAnOpen() {
    EventRow openat = EventTable.row(307);

    assertThat(openat.name()).isEqualTo("openat");
    assertThat(openat.exit()).isTrue();
    assertThat(openat.has(EventRow.Flag.CREATES_FD)).isTrue();
    assertThat(openat.parameters())
        .extracting(Parameter::name)
        .containsExactly("fd", "dirfd", "name", "flags", "mode", "dev", "ino");
    assertThat(openat.parameter(openat.indexOf("name")).directory()).isEqualTo(1);
    assertThat(openat.parameter(3).flags())
        .isNotNull()
        .satisfies(
            flags -> assertThat(flags.rows()).contains(new FlagTable.Row("O_CLOEXEC", 4096)));
  }

  @Test
  void everyParameterOfFlagsHasItsTable() {
    assertThat(EventTable.rows())
        .allSatisfy(row ->
            assertThat(row.parameters())
                .filteredOn(parameter ->
                    parameter.type().name().contains("FLAGS")
                        || parameter.type() == ParameterType.DYN
                        || parameter.type() == ParameterType.MODE)
                .allSatisfy(parameter -> assertThat(parameter.flags()).isNotNull()));
  }

  @Test
  void namesCallsByTheNumbersOfBothMachines() {
    assertThat(Syscalls.name(Syscalls.ofX86(257))).isEqualTo("openat");
    assertThat(Syscalls.name(Syscalls.ofArm(56))).isEqualTo("openat");
    assertThat(Syscalls.name(Syscalls.ofX86(511))).isEqualTo("unknown");
    assertThat(Signals.name(9)).isEqualTo("SIGKILL");
    assertThat(Signals.name(0)).isNull();
  }

  @Test
  void givesEventsOfOneNameOneType() {
    assertThat(EventTypes.names())
        .doesNotHaveDuplicates()
        .contains("openat", "procexit", "fadvise64");
    assertThat(EventTypes.ofCode(307)).isEqualTo(EventTypes.names().indexOf("openat"));
    assertThat(EventTypes.ofCode(306)).isEqualTo(EventTypes.ofCode(307));
    assertThat(EventTypes.ofSyscall(Syscalls.ofX86(257))).isEqualTo(EventTypes.ofCode(307));
    assertThat(EventTypes.ofCode(6)).isEqualTo(EventTypes.NONE);
  }
}
