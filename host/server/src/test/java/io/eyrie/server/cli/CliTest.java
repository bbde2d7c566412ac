// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CliTest {

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectory(folder.resolve("plugins"));
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("eyrie.yaml"), "home: home\n");
  }

  @Test
  void withoutACommandItHelps() {
    Typed typed = Typed.in(folder);

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).startsWith("Watches").contains("validate", "Examples:", "eyrie demo");
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void everyCommandHelpsWithExamples() {
    for (String command :
        new Cli(Typed.terminal(folder, System.out, System.err))
            .commandLine()
            .getSubcommands()
            .keySet()) {
      Typed typed = Typed.in(folder, command, "--help");

      assertThat(typed.exit()).as(command).isZero();
      assertThat(typed.out()).as(command).contains("Usage: eyrie " + command, "Examples:");
    }
  }

  @Test
  void theVersionIsOneLineAndTheJavaIsTheNext() {
    assertThat(Typed.in(folder, "--version").out()).matches("eyrie \\S+\nJava .*\n");
  }

  @Test
  void aSlipInACommandIsAnsweredByTheRightOne() {
    Typed typed = Typed.in(folder, "vaildate", "x.yaml");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err())
        .contains("there is no command 'vaildate'; did you mean 'validate'?")
        .doesNotContain("\tat ");
  }

  @Test
  void aSlipInAnOptionIsAnsweredByTheRightOne() {
    Typed typed = Typed.in(folder, "fields", "--jsno");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err())
        .contains(
            "unknown option or argument '--jsno'; did you mean '--json'?", "eyrie fields --help");
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThat(Typed.in(folder, "replay", "x.json").err()).contains("--source=NAME");
    assertThat(Typed.in(folder, "validate").err()).contains("FILE");
  }

  @Test
  void mistakesOfTheConfigurationAreToldWithTheirPlaces() throws IOException {
    Files.writeString(folder.resolve("eyrie.yaml"), "hoem: x\n");
    Typed typed = Typed.in(folder, "run", "-o", "priority=loud");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err())
        .contains("/work/eyrie.yaml:1:1: error: unknown key 'hoem'", "did you mean 'home'?")
        .contains("-o priority: error:");
  }

  @Test
  void aHostWithNothingToWatchIsNotStarted() {
    Typed typed = Typed.in(folder, "run");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err())
        .contains(
            "no source is configured in /work/eyrie.yaml", "sources[]={plugin: syscall-ebpf}");
  }

  @Test
  void thePluginsAreThoseOfTheConfiguredFolder() throws IOException {
    Files.writeString(folder.resolve("eyrie.yaml"), "home: home\nplugins_dir: elsewhere\n");
    Path rules = Files.writeString(folder.resolve("rules.yaml"), "[]\n");

    for (String[] command : new String[][] {{"fields"}, {"plugins"}, {"plugins", "cloudtrail"}}) {
      Typed typed = Typed.in(folder, command);

      assertThat(typed.exit()).as(command[0]).isEqualTo(1);
      assertThat(typed.err()).as(command[0]).contains("elsewhere");
    }
    Files.createDirectory(folder.resolve("elsewhere"));
    assertThat(Typed.in(folder, "validate", rules.toString()).exit()).isZero();
  }

  @Test
  void deadLettersAreNotDroppedWithoutSayingWhich() {
    Typed typed = Typed.in(folder, "deadletters", "drop");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("Name their numbers, --output or --all");
    assertThat(Typed.in(folder, "deadletters", "rety").err()).contains("did you mean 'retry'?");
  }

  @Test
  void withoutARunningHostItsCommandsSaySo() {
    for (String command : new String[] {"status", "reload", "deadletters"}) {
      Typed typed = Typed.in(folder, command);

      assertThat(typed.exit()).as(command).isEqualTo(1);
      assertThat(typed.err())
          .as(command)
          .isEqualTo(
              "eyrie: no host runs on /work/home: there is no such folder; start one with 'eyrie"
                  + " run', or name its home with --home\n");
    }
  }

  @Test
  void alertsWithoutAHostSayWhereOneWasLookedFor() {
    Typed typed = Typed.in(folder, "alerts", "--address", "nowhere");
    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("'nowhere' is no address");

    typed = Typed.in(folder, "alerts", "--priority", "worning");
    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("did you mean 'warning'?");

    for (String[] wrong :
        new String[][] {
          {"--newest", "--newest and --most search what is stored"},
          {"--most=3", "--newest and --most search what is stored"},
          {"--field=name", "'name' is no NAME=PATTERN"},
          {"--since=never", "--since"}
        }) {
      typed = Typed.in(folder, "alerts", "--follow", wrong[0]);
      assertThat(typed.exit()).isEqualTo(1);
      assertThat(typed.err()).contains(wrong[1]);
    }
  }

  @Test
  void pluginsOfAnEmptyFolderAreNone() {
    assertThat(Typed.in(folder, "plugins").out()).isEqualTo("no plugin jars\n");
    assertThat(Typed.in(folder, "plugins", "--json").out()).isEqualTo("[]\n");
    assertThat(Typed.in(folder, "plugins", "--plugins-dir", "none").err())
        .contains("there is no folder of plugins /work/none");
  }

  @Test
  void aJarThatIsNoPluginIsListedWithTheReason() throws IOException {
    Files.writeString(folder.resolve("plugins/broken.jar"), "no jar");
    Typed typed = Typed.in(folder, "plugins");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("refused", "broken.jar: ");
  }

  @Test
  void anUnknownSourceOfFieldsIsTold() {
    assertThat(Typed.in(folder, "fields", "--source", "syscall").err())
        .contains("no plugin brings the source 'syscall'");
  }

  @Test
  void rulesAreValidatedAsTheUserNamesThem() throws IOException {
    Files.writeString(folder.resolve("good.yaml"), "- list: shells\n  items: [bash]\n");
    Files.writeString(folder.resolve("bad.yaml"), "- rule: x\n  condition: a.b=c\n");
    Typed typed = Typed.in(folder, "validate", "good.yaml", "bad.yaml", "none.yaml");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out())
        .contains("good.yaml: Ok", "bad.yaml: Invalid\nbad.yaml:1:", "none.yaml: Invalid\n")
        .doesNotContain("/work/bad.yaml");
    Typed good = Typed.in(folder, "validate", "good.yaml");
    assertThat(good.exit()).isZero();
    assertThat(good.err())
        .isEqualTo("checked against no source: there are no plugins and no catalogues\n");
  }

  @Test
  void validationForProgramsHasFalcosShape() throws IOException {
    Files.writeString(folder.resolve("bad.yaml"), "- rule: x\n  condition: a.b=c\n");
    Typed typed = Typed.in(folder, "validate", "--json", "bad.yaml");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out())
        .startsWith(
            "{\"falco_load_results\":[{\"name\":\"bad.yaml\",\"successful\":false,\"schema_valid\":true,")
        .contains("\"context\":{\"locations\":[{\"item_type\":", "\"snippet\":", "\"codedesc\":")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @Test
  void aReaderThatHasEnoughEndsACommandQuietly() {
    for (String[] command :
        new String[][] {
          {"plugins", "--json"}, {"completion", "bash"}, {"fields", "--json"}, {"--help"}
        }) {
      Typed typed = Typed.unread(folder, command);

      assertThat(typed.exit()).as(command[0]).isZero();
      assertThat(typed.err()).as(command[0]).isEmpty();
    }
  }

  @Test
  void completionNamesEveryCommand() {
    assertThat(Typed.in(folder, "completion", "bash").out())
        .contains("complete -F", "validate", "--follow");
    assertThat(Typed.in(folder, "completion", "zsh").out()).startsWith("autoload");
    assertThat(Typed.in(folder, "completion", "fish").exit()).isEqualTo(1);
  }

  @Test
  void aDemoWithoutItsRecordsSaysSo() {
    Typed typed = Typed.in(folder, "demo");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("the records of the demo are missing: /work/demo/");
  }
}
