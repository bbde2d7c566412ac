// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The word that an author most likely meant. */
class SuggestionsTest {
  private static final List<String> PRIORITIES =
      List.of("Emergency", "Error", "Warning", "Notice", "Informational");

  @Test
  void aSlipIsNearest() {
    assertThat(Suggestions.nearest("waring", PRIORITIES)).contains("Warning");
    assertThat(Suggestions.nearest("Wraning", PRIORITIES)).contains("Warning");
    assertThat(Suggestions.nearest("nothing", PRIORITIES)).isEmpty();
  }

  @Test
  void aBeginningIsMeantWhereOnlyOneWordBeginsSo() {
    assertThat(Suggestions.nearest("WARN", PRIORITIES)).contains("Warning");
    assertThat(Suggestions.nearest("info", PRIORITIES)).contains("Informational");
    assertThat(Suggestions.nearest("e", PRIORITIES)).isEmpty();
    assertThat(Suggestions.nearest("sta", List.of("startswith", "starts"))).isEmpty();
  }
}
