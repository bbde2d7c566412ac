// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.ReloadReport;
import io.eyrie.server.admin.SourceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of a running host changes: sources and outputs come, go and are replaced. */
final class ConfigReloadIT {

  @TempDir Path folder;

  private Site site;
  private NumberedRecords steady;
  private NumberedRecords other;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(folder).rules(NumberedRecords.rule(1));
    steady = new NumberedRecords(folder.resolve("steady.jsonl"));
    other = new NumberedRecords(folder.resolve("other.jsonl"));
    steady.append(100);
    other.append(10);
  }

  @Test
  void whatIsNewStartsWhatIsGoneEndsWhatHasChangedStartsAnewAndAllElseGoesOn() throws Exception {
    configure(false, source("steady", steady), source("going", other));
    try (HostProcess host = HostProcess.start(site)) {
      host.await(
          "both are read", () -> events(host, "steady") == 100 && events(host, "going") == 10);

      configure(false, source("coming", other), source("steady", steady), console("printed"));
      ReloadReport first = host.admin().reload();
      assertThat(first.problems()).isEmpty();
      assertThat(first.changes())
          .containsExactly("source going ended", "source coming started", "output printed started");
      assertThat(names(host)).containsExactly("coming", "steady");
      steady.append(100);
      host.await("the new one reads", () -> events(host, "coming") == 10);
      host.await("the one that stays goes on", () -> events(host, "steady") == 200);
      host.await("the new output prints", () -> host.out().lines().count() >= 10);

      configure(
          false,
          source("coming", other).replace("20ms", "30ms"),
          source("steady", steady),
          console("printed").replace("text", "json"));
      ReloadReport second = host.admin().reload();
      assertThat(second.changes())
          .containsExactly("source coming restarted", "output printed restarted");
      steady.append(100);
      other.append(10);
      host.await("the one that changed reads on", () -> events(host, "coming") == 10);
      host.await("the one that stays goes on", () -> events(host, "steady") == 300);
      host.await("the output prints JSON", () -> host.out().contains("\n{\"hostname\""));

      assertThat(host.admin().reload().changes()).isEmpty();
      assertThat(host.source("steady").restarts()).isZero();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void aBadFileKeepsWhatRunsAndEachOfItsProblemsIsToldAtItsPlace() throws Exception {
    configure(false, source("steady", steady));
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      host.await("it is read", () -> events(host, "steady") == 100);

      configure(
          false,
          source("steady", steady).replace("poll_interval", "pol_interval"),
          source("second", other).replace("files: [", "flies: ["));
      site.rules(NumberedRecords.rule(2).replace("ct.name", "ct.nmae"));
      ReloadReport report = host.admin().reload();
      assertThat(report.loaded()).isFalse();
      assertThat(report.problems())
          .anyMatch(text -> text.matches("(?s).*eyrie\\.yaml:\\d+:\\d+: .*'pol_interval'.*"))
          .anyMatch(text -> text.matches("(?s).*eyrie\\.yaml:\\d+:\\d+: .*'flies'.*"))
          .anyMatch(text -> text.matches("(?s).*rules\\.yaml:\\d+:\\d+: .*'ct\\.nmae'.*"));
      Run run = Eyrie.command("reload", "--home", site.home().toString()).run();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("did you mean 'poll_interval'?");
      Files.writeString(site.config(), "sources: [");
      assertThat(host.admin().reload().problems()).anyMatch(text -> text.contains("eyrie.yaml:1:"));

      steady.append(1);
      host.await("it goes on", () -> events(host, "steady") == 101);
      assertThat(names(host)).containsExactly("steady");
      host.await(
          "the refusals are alerts",
          () -> subscriber.internal("configuration refused").size() >= 3);
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void aChangedFileIsSeenAndWhatNeedsARestartIsSaid() throws Exception {
    configure(true, source("steady", steady));
    try (HostProcess host = HostProcess.start(site)) {
      configure(true, source("steady", steady), source("coming", other));
      host.await("the change is seen", () -> names(host).contains("coming"));
      host.await("the new one reads", () -> events(host, "coming") == 10);

      site.configure(1_000_001, "sources:\n" + source("steady", steady));
      assertThat(host.admin().reload().warnings())
          .anyMatch(text -> text.contains("admission takes effect when the host is started again"));
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void whatIsAddedToOutputsTakesEffectAndWhatCanNotBeAddedIsRefused() throws Exception {
    String rest = "watch_config_files: false\nsources:\n" + source("steady", steady);
    site.configure(console("printed").replace("text", "json") + rest);
    try (HostProcess host = HostProcess.start(site)) {
      host.await("it is read", () -> host.out().lines().count() == 100);
      assertThat(host.out()).doesNotContain("berlin");

      String additions =
          """
          static_fields: {site: berlin}
          append_output:
            - match: {source: aws_cloudtrail}
              extra_output: "at %static.site"
              extra_fields: [evt.type, {where: "site %static.site"}]
          """;
      site.configure(
          console("printed").replace("text", "json, json_include_message_property: true")
              + additions
              + rest);
      assertThat(host.admin().reload().problems()).isEmpty();
      steady.append(1);
      host.await("the new one is printed", () -> host.out().lines().count() == 101);
      assertThat(host.out().lines().toList().getLast())
          .containsPattern("\"message\":\"[^\"]* at berlin\"")
          .contains("\"evt.type\":\"pluginevent\"")
          .contains("\"where\":\"site berlin\"");

      site.configure(
          console("printed") + additions.replace("%static.site", "%static.sight") + rest);
      assertThat(host.admin().reload().problems())
          .anyMatch(text ->
              text.matches("(?s).*eyrie\\.yaml:\\d+:\\d+: .*'static\\.sight'.*'static\\.site'.*"));
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private void configure(boolean watched, String... instances) throws Exception {
    StringBuilder outputs = new StringBuilder();
    StringBuilder sources = new StringBuilder("sources:\n");
    for (String instance : instances) {
      (instance.contains("console") ? outputs : sources).append(instance);
    }
    site.configure(outputs + "watch_config_files: " + watched + "\n" + sources);
  }

  private static String source(String name, NumberedRecords records) {
    return """
      - plugin: cloudtrail
        name: %s
        config: {files: ['%s'], poll_interval: 20ms}
    """
        .formatted(name, records.file());
  }

  private static String console(String name) {
    return """
      - plugin: console
        name: %s
        config: {format: text}
    """
        .formatted(name);
  }

  private static long events(HostProcess host, String name) throws Exception {
    return host.admin().status().sources().stream()
        .filter(source -> source.name().equals(name))
        .mapToLong(SourceStatus::events)
        .sum();
  }

  private static List<String> names(HostProcess host) throws Exception {
    assertThat(host.admin().status().outputs().stream().map(OutputStatus::name)).contains("grpc");
    return host.admin().status().sources().stream().map(SourceStatus::name).toList();
  }
}
