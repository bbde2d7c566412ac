// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigPageTest {

  private static final String BEGIN = "<!-- written by ConfigPage, checked by ConfigPageTest -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void thePageListsTheKeysThatThereAre() throws IOException {
    Path page = Golden.file("docs/configuration.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("the mark where the tables begin").isNotNegative();
    assertThat(end).as("the mark where the tables end").isGreaterThan(begin);

    String before = text.substring(0, begin + BEGIN.length());
    Golden.check(page, before + "\n" + ConfigPage.tables() + "\n" + text.substring(end));
  }
}
