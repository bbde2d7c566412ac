// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TicketsTest {

  private final Tickets tickets = new Tickets();

  @Test
  void theNewestTicketThatIsCoveredIsToldOnce() {
    long first = tickets.issue(10);
    long second = tickets.issue(20);
    long third = tickets.issue(30);
    assertThat(tickets.covered(Long.MIN_VALUE)).isEmpty();
    assertThat(tickets.covered(first)).hasValue(10);
    assertThat(tickets.covered(first)).isEmpty();
    assertThat(tickets.covered(third)).hasValue(30);
    assertThat(second).isBetween(first, third);
  }

  @Test
  void aSourceThatIsOpenedAgainMayNumberItsTicketsAnew() {
    long before = tickets.issue(500);
    tickets.reset();
    long after = tickets.issue(1);
    assertThat(tickets.covered(before)).as("of the closed source").isEmpty();
    assertThat(tickets.covered(after)).hasValue(1);
  }
}
