// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputContract;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.TestAlerts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real programs: scripts of the shell, which the output itself never asks for. */
class ProgramOutputTest {

  @TempDir private Path home;

  @Test
  void keeps_the_contract_of_outputs() throws Exception {
    OutputContract.of(new ProgramProvider())
        .config(Map.of("command", List.of(script("cat > /dev/null"))))
        .verify(home);
  }

  @Test
  void feeds_one_program_and_ends_its_input_at_the_close() throws Exception {
    try (OutputRun run = open(script("cat > got; echo $$ >> ended"))) {
      run.deliver(TestAlerts.number(1));
      run.deliver(TestAlerts.number(2), TestAlerts.hostile());
    }

    assertThat(Files.readAllLines(data("got")))
        .hasSize(3)
        .startsWith(TestAlerts.number(1).json(), TestAlerts.number(2).json())
        .last()
        .asString()
        .contains("a\\u001B[31mb\\r\\nc\\u0000 <!channel>");
    assertThat(Files.readAllLines(data("ended"))).hasSize(1);
  }

  @Test
  void no_shell_reads_the_arguments_and_no_secret_of_the_host_is_passed_on() throws Exception {
    String program = script("printf '%s\\n' \"$@\" > arguments; env > variables; cat > /dev/null");
    try (OutputRun run =
        open(
            Map.of(
                "command", List.of(program, "$(id)", "a b;c"),
                "environment", List.of("TOKEN=x=y")))) {
      run.deliver(TestAlerts.number(1));
    }

    assertThat(Files.readAllLines(data("arguments"))).containsExactly("$(id)", "a b;c");
    assertThat(Files.readAllLines(data("variables")))
        .contains("TOKEN=x=y", "PATH=" + System.getenv("PATH"))
        .allMatch(line -> line.matches("(PATH|HOME|LANG|LC_ALL|TZ|TOKEN|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  @Test
  void tells_how_a_program_has_ended_and_starts_it_again() throws Exception {
    try (OutputRun run =
        open(
            script(
                "[ -e second ] && exec cat > got; touch second; read line; echo 'bad day' >&2; exit"
                    + " 3"))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  run.deliver(TestAlerts.number(1));
                }
              })
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
          .hasMessageEndingWith("has ended with exit code 3 (bad day)");
      run.deliver(TestAlerts.number(2));
    }

    assertThat(Files.readAllLines(data("got"))).containsExactly(TestAlerts.number(2).json());
  }

  @Test
  void tells_that_a_program_has_closed_its_input() throws Exception {
    try (OutputRun run = open(script("exec 0<&-; exec sleep 6"))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  run.deliver(TestAlerts.number(1));
                }
              })
          .hasMessageEndingWith("has closed its input and runs on");
    }
  }

  @Test
  void a_program_that_does_not_read_is_killed() throws Exception {
    try (OutputRun run =
        open(Map.of("command", List.of(script("exec sleep 1000")), "timeout", "300ms"))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.ofLength(1 << 20)))
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
          .hasMessageContaining("has not read its input for 300 ms and was killed");
    }
  }

  @Test
  void started_for_each_batch_its_exit_code_is_the_answer() throws Exception {
    String program = script("cat >> got; echo \"code $1\"; exit $1");

    once(program, "0");
    assertThatThrownBy(() -> once(program, "75"))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessage(program + " has ended with exit code 75 (code 75)");
    assertThatThrownBy(() -> once(program, "65"))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse());

    assertThat(Files.readAllLines(data("got"))).hasSize(3);
  }

  private void once(String program, String argument) throws Exception {
    try (OutputRun run =
        open(Map.of("command", List.of(program, argument), "keep_alive", "false"))) {
      run.deliver(TestAlerts.number(1));
    }
  }

  @Test
  void says_why_a_program_can_not_be_started() throws Exception {
    try (OutputRun run = open(Map.of("command", List.of("/nowhere/hook", "--token=secret-word")))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1)))
          .hasMessageStartingWith("/nowhere/hook can't be started (")
          .hasMessageEndingWith("check the path and that it may be executed")
          .hasMessageNotContaining("secret-word");
    }
    Path noProgram = Files.writeString(home.resolve("text"), "no program");
    try (OutputRun run = open(Map.of("command", List.of(noProgram.toString())))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1)))
          .hasMessageContaining("Permission denied");
    }
    assertThatThrownBy(() -> open(Map.of("command", List.of()))).hasMessageContaining("no program");
    assertThatThrownBy(() -> open(Map.of("command", List.of("x"), "environment", List.of("A"))))
        .hasMessageContaining("NAME=value");
    assertThatThrownBy(() -> open(Map.of("command", List.of("x"), "timeout", "0s")))
        .hasMessageContaining("timeout");
  }

  private String script(String text) throws Exception {
    Path script = home.resolve("script-" + text.hashCode());
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private Path data(String name) {
    return home.resolve("data").resolve(name);
  }

  private OutputRun open(String program) throws PluginException {
    return open(Map.of("command", List.of(program)));
  }

  private OutputRun open(Map<String, ?> config) throws PluginException {
    return OutputRun.open(new ProgramProvider(), new HashMap<>(config), home);
  }
}
