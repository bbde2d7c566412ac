// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.config.Golden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsPageTest {

  @Test
  void thePageShowsTheHelpOfEveryCommand() throws IOException {
    CommandLine eyrie =
        new Cli(
                Typed.terminal(
                    Path.of("/"), OutputStream.nullOutputStream(), OutputStream.nullOutputStream()))
            .commandLine();
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            Written from the commands' own help by CommandsPageTest.

            Results go to standard output, everything else to standard error. Exit codes: 0 for success, 1 for what you can put right, 2 for a fault of Eyrie.

            ## eyrie

            ```text
            """);
    page.append(eyrie.getUsageMessage()).append("```\n");
    for (Map.Entry<String, CommandLine> command : eyrie.getSubcommands().entrySet()) {
      page.append("\n## eyrie ").append(command.getKey()).append("\n\n```text\n");
      page.append(command.getValue().getUsageMessage()).append("```\n");
    }

    Golden.check(Golden.file("docs/commands.md"), page.toString());
  }
}
