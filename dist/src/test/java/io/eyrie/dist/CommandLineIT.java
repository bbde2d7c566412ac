// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged Eyrie, as a shell sees them. */
final class CommandLineIT {

  private static final Path SAMPLE = Eyrie.TREE.resolve("demo/aws_cloudtrail.jsonl");

  @TempDir Path folder;

  @Test
  void replayPrintsAlertsAndSaysWhatItDid() throws Exception {
    Run run = Eyrie.command("replay", "--source", "aws_cloudtrail", SAMPLE.toString()).run();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines()).isNotEmpty().allMatch(line -> line.matches("\\S+ \\w+ .+"));
    assertThat(run.err())
        .containsPattern(
            "(?m)^%d events judged by \\d+ rules, %d alerts, in "
                .formatted(Files.readAllLines(SAMPLE).size(), run.out().lines().count()));
  }

  @Test
  void replayReadsStandardInputAndPrintsJson() throws Exception {
    Run text = Eyrie.command("replay", "--source", "aws_cloudtrail", SAMPLE.toString()).run();
    Run json =
        Eyrie.command("replay", "--source", "aws_cloudtrail", "--json", "-")
            .input(Files.readString(SAMPLE))
            .run();

    assertThat(json.exit()).as(json.err()).isZero();
    assertThat(json.out().lines())
        .hasSize((int) text.out().lines().count())
        .allMatch(line -> line.startsWith("{") && line.contains("\"source\":\"aws_cloudtrail\""));
  }

  @Test
  void shippedRulesAreValid() throws Exception {
    Run run = Eyrie.command("validate", Eyrie.TREE.resolve("rules").toString()).run();

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines()).isNotEmpty().allMatch(line -> line.endsWith(".yaml: Ok"));
    assertThat(run.err())
        .startsWith("checked against ")
        .contains("aws_cloudtrail (plugin cloudtrail ", "syscall (plugin syscall-ebpf ");
  }

  @Test
  void rulesAreCheckedByCataloguesWherePluginsAreNotThere(@TempDir Path empty) throws Exception {
    Run run =
        Eyrie.command(
                "validate",
                "--plugins-dir",
                empty.toString(),
                Eyrie.TREE.resolve("rules").toString())
            .run();

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines()).isNotEmpty().allMatch(line -> line.endsWith(".yaml: Ok"));
    assertThat(run.err())
        .contains("aws_cloudtrail (catalogue ", "syscall (catalogue ")
        .doesNotContain("(plugin");
  }

  @Test
  void shippedRulesAreListed() throws Exception {
    Run text = Eyrie.command("rules", Eyrie.TREE.resolve("rules").toString()).run();
    Run json = Eyrie.command("rules", "--json", Eyrie.TREE.resolve("rules").toString()).run();

    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out()).contains("RULE", "aws_cloudtrail", "active");
    assertThat(json.exit()).as(json.err()).isZero();
    assertThat(json.out())
        .startsWith("{\"required_engine_version\":")
        .contains("\"condition_compiled\":");
  }

  @Test
  void fieldsOfEverySourceAreListed() throws Exception {
    Run all = Eyrie.command("fields").run();
    Run one = Eyrie.command("fields", "--source", "aws_cloudtrail").run();

    assertThat(all.exit()).as(all.err()).isZero();
    assertThat(all.out()).contains("proc.name", "fd.name", "ct.name", "evt.time");
    assertThat(one.out()).contains("ct.name").doesNotContain("proc.name");
  }

  @Test
  void shippedPluginsAreLoaded() throws Exception {
    Run run =
        Eyrie.command("plugins", "--plugins-dir", Eyrie.TREE.resolve("plugins").toString()).run();

    assertThat(run.exit()).as(run.err()).isZero();
    for (String id :
        new String[] {
          "cloudtrail", "k8saudit", "okta", "github", "syscall-ebpf", "console", "grpc", "http",
          "slack", "alertmanager", "loki", "elasticsearch", "file", "syslog", "program", "kafka",
          "otlp"
        }) {
      assertThat(run.out()).containsPattern("(?m)^" + id + " .* loaded ");
    }
  }

  @Test
  void aSubscriberOnTheCommandLineGetsWhatTheHostStored() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(7)).configure("sources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site)) {
      records.append(3);
      host.await("they are stored", () -> host.admin().status().store().alerts() == 3);

      Run alerts = Eyrie.command("alerts", "--address", site.address()).run();
      Run chosen =
          Eyrie.command(
                  "alerts",
                  "--address",
                  site.address(),
                  "--since",
                  "2000-01-01",
                  "--until",
                  "0s",
                  "--field",
                  "ct.id=1",
                  "--text",
                  "EDITION=7")
              .run();
      Run status = Eyrie.command("status", "--home", site.home().toString(), "--json").run();
      Run reload = Eyrie.command("reload", "--home", site.home().toString()).run();

      assertThat(alerts.exit()).as(alerts.err()).isZero();
      assertThat(alerts.out()).contains("n=0 edition=7", "n=1 edition=7", "n=2 edition=7");
      assertThat(chosen.exit()).as(chosen.err()).isZero();
      assertThat(chosen.out()).contains("n=1 edition=7").hasLineCount(1);
      assertThat(status.exit()).as(status.err()).isZero();
      assertThat(status.out()).contains("\"events\":3", "\"pid\":" + host.pid());
      assertThat(reload.exit()).as(reload.err()).isZero();
    }
  }

  @Test
  void toldToEndItStoresWhatWasJudgedAndGoesOnFromThereTheNextTime() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(1)).configure("sources:\n" + records.source());
    String token;
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      records.append(5_000);
      host.await("some are judged", () -> subscriber.count() >= 1_000);

      assertThat(host.terminate()).as(host.err()).isZero();
      assertThat(host.stackTrace()).isEmpty();
      assertThat(host.out()).isEmpty();

      try (HostProcess next = HostProcess.start(site)) {
        records.append(1_000);
        next.await("all have come", () -> subscriber.count() >= records.written());
        assertThat(subscriber.alerts(NumberedRecords.RULE).stream().map(Subscriber::number))
            .doesNotHaveDuplicates()
            .hasSameElementsAs(records.numbers());
        assertThat(next.source("cloudtrail").events())
            .as("what was judged before is not judged again")
            .isLessThan(records.written());
        token = subscriber.token();
        records.append(1);
        try (Subscriber late = Subscriber.behind(site, token)) {
          next.await("the resumed one gets the new one", () -> late.count() == 1);
        }
      }
    }
  }

  @Test
  void theDemoShowsAlertsOfBothSourcesToRoot() throws Exception {
    Needs.systemCalls();
    Run run = Eyrie.command("demo").run();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("Secret file read", "Connection made");
    assertThat(run.out() + run.err()).contains("aws_cloudtrail", "syscall");
    assertThat(run.hasStackTrace()).isFalse();
  }

  @Test
  void theDemoShowsCloudTrailToOthersAndSaysWhatTheRestNeeds() throws Exception {
    Needs.otherUser();
    Path tree = copyForAll();
    Run run = Eyrie.command("demo").from(tree).in(tree).asNobody().run();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines()).isNotEmpty();
    assertThat(run.out()).doesNotContain("Secret file read");
    assertThat(run.out() + run.err())
        .contains("aws_cloudtrail")
        .containsIgnoringCase("No live system calls")
        .containsPattern("CAP_BPF|sudo|root");
    assertThat(run.hasStackTrace()).isFalse();
  }

  /** The tree where any user can read it. */
  private Path copyForAll() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path copy = folder.resolve("eyrie");
    try (Stream<Path> files = Files.walk(Eyrie.TREE)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Eyrie.TREE.relativize(file).toString()));
      }
    }
    return copy;
  }
}
