// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands say of input that they can't use: one message, with place, reason and remedy.
 */
final class BadInputIT {

  private static final String RECORD =
      "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-03-02T09:00:00Z\",\"eventName\":\"Numbered\","
          + "\"eventID\":\"%d\"}\n";

  @TempDir Path folder;

  private Path rules;

  @BeforeEach
  void lay() throws IOException {
    rules = Files.writeString(folder.resolve("rules.yaml"), NumberedRecords.rule(1));
  }

  @Test
  void aMissingConfiguration() throws Exception {
    refused(Eyrie.command("run", "-c", file("none.yaml")), file("none.yaml"), "there is no file");
  }

  @Test
  void aConfigurationThatIsNoYaml() throws Exception {
    write("eyrie.yaml", "home: /tmp/x\nsources: [\n");
    refused(Eyrie.command("run", "-c", file("eyrie.yaml")), file("eyrie.yaml") + ":3:1");
  }

  @Test
  void anUnknownKeyOfTheConfiguration() throws Exception {
    write("eyrie.yaml", "home: /tmp/x\npriorty: warning\n");
    refused(
        Eyrie.command("run", "-c", file("eyrie.yaml")),
        file("eyrie.yaml") + ":2:1",
        "priorty",
        "did you mean 'priority'");
  }

  @Test
  void anUnknownKeyOfAPlugin() throws Exception {
    write(
        "eyrie.yaml",
        "home: '%s'\nrules_files: ['%s']\nsources:\n  - plugin: cloudtrail\n    config: {fiels: [x]}\n"
            .formatted(file("home"), rules));
    refused(
        Eyrie.command("run", "-c", file("eyrie.yaml")),
        file("eyrie.yaml") + ":5:14",
        "fiels",
        "did you mean 'files'");
  }

  @Test
  void aFileThatMayNotBeRead() throws Exception {
    Needs.otherUser();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path config = write("eyrie.yaml", "home: /tmp/x\n");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    refused(
        Eyrie.command("run", "-c", config.toString()).asNobody(),
        config.toString(),
        "can't be read");
  }

  @Test
  void missingRules() throws Exception {
    refused(Eyrie.command("validate", file("none.yaml")), file("none.yaml"));
    refused(
        Eyrie.command("replay", "-s", "aws_cloudtrail", "-r", file("none.yaml"), file("x.json")),
        file("none.yaml"));
  }

  @Test
  void rulesThatAreNoYaml() throws Exception {
    write("bad.yaml", "- rule: A\n  desc: \"not closed\n");
    refused(Eyrie.command("validate", file("bad.yaml")), file("bad.yaml") + ":");
  }

  @Test
  void anUnknownFieldAndAnUnknownMacro() throws Exception {
    write(
        "bad.yaml",
        """
        - rule: Unknown field
          desc: d
          source: aws_cloudtrail
          condition: ct.nmae = x
          output: o
          priority: NOTICE

        - rule: Unknown macro
          desc: d
          source: aws_cloudtrail
          condition: somthing
          output: o
          priority: NOTICE

        - macro: something
          condition: ct.name = x
        """);
    refused(
        Eyrie.command("validate", file("bad.yaml")),
        file("bad.yaml") + ":4:14",
        "ct.nmae",
        "ct.name",
        file("bad.yaml") + ":11:14",
        "somthing");
  }

  @Test
  void anUnknownSource() throws Exception {
    refused(
        Eyrie.command("replay", "-s", "aws_cloudtrial", "-r", rules.toString(), file("x.json")),
        "aws_cloudtrial",
        "did you mean 'aws_cloudtrail'");
  }

  @Test
  void aMissingInput() throws Exception {
    refused(
        Eyrie.command("replay", "-s", "aws_cloudtrail", "-r", rules.toString(), file("none.json")),
        file("none.json"));
  }

  @Test
  void recordsThatAreNoneAreCountedAndShownOncePerKindAndTheRestIsRead() throws Exception {
    write(
        "a.jsonl",
        RECORD.formatted(1)
            + "{\"eventName\": oops}\n"
            + "{\"eventName\": oops}\n"
            + RECORD.formatted(2));
    byte[] whole = gzip((RECORD.formatted(3) + RECORD.formatted(4)).repeat(2_000));
    Files.write(folder.resolve("b.json.gz"), Arrays.copyOf(whole, whole.length / 2));
    write("c.jsonl", RECORD.formatted(9));
    Run run =
        Eyrie.command(
                "replay",
                "-s",
                "aws_cloudtrail",
                "-r",
                rules.toString(),
                file("a.jsonl"),
                file("b.json.gz"),
                file("c.jsonl"))
            .run();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("n=1 ", "n=2 ", "n=3 ", "n=9 ");
    assertThat(run.err().lines().filter(line -> line.contains(file("a.jsonl") + ":2 "))).hasSize(1);
    assertThat(run.err()).doesNotContain(file("a.jsonl") + ":3 ");
    assertThat(
            run.err()
                .lines()
                .filter(line -> line.contains("b.json.gz") && line.contains("cut short")))
        .hasSize(1);
    assertThat(run.err())
        .containsPattern("events judged by 1 rules, \\d+ alerts, .*1 truncated_gzip");
    assertThat(run.hasStackTrace()).as(run.err()).isFalse();
  }

  @Test
  void aJarThatIsNone() throws Exception {
    Site site = Site.in(folder).ownPlugins();
    write("plugins/broken.jar", "not a jar");
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    site.configure("plugins_dir: '%s'\nsources:\n".formatted(site.plugins()) + records.source());
    Run listed = Eyrie.command("plugins", "--plugins-dir", site.plugins().toString()).run();
    assertThat(listed.exit()).isZero();
    assertThat(listed.out())
        .containsPattern("(?m)refused .*broken.jar")
        .containsPattern("(?m)^broken.jar: .+");
    assertThat(listed.hasStackTrace()).isFalse();

    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      records.append(1);
      host.await("others go on", () -> subscriber.count() == 1);
      assertThat(host.err().lines().filter(line -> line.contains("broken.jar"))).hasSize(1);
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void aUsedPort() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site = Site.in(folder).configure("sources:\n" + records.source());
    ServerSocket taken = new ServerSocket();
    try {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()));
      try (HostProcess host = HostProcess.launch(site)) {
        host.awaitAnswering();
        host.await("it is told", () -> host.err().contains(site.address()));
        records.append(1);
        host.await("the source goes on", () -> host.source("cloudtrail").events() == 1);
        assertThat(host.admin().outputs().getFirst().reason())
            .contains(site.address(), "set 'bind' of the output to another one");
        assertThat(host.stackTrace()).isEmpty();

        taken.close();
        try (Subscriber subscriber = Subscriber.of(site)) {
          host.await("it serves when the port is free", () -> subscriber.count() >= 1);
        }
      }
    } finally {
      taken.close();
    }
  }

  @Test
  void aSecondHostOnTheSameHome() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site = Site.in(folder).configure("sources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site)) {
      refused(
          Eyrie.command("run", "-c", site.config().toString()),
          site.home().toString(),
          "in use by another eyrie (process " + host.pid() + ")",
          "name another home");
      assertThat(host.admin().status().pid()).as("the first goes on").isEqualTo(host.pid());
    }
  }

  @Test
  void aHomeThatMayNotBeWritten() throws Exception {
    Needs.otherUser();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(folder.resolve("home"));
    Site site =
        Site.in(folder)
            .configure("sources:\n" + new NumberedRecords(folder.resolve("n.jsonl")).source());
    refused(
        Eyrie.command("run", "-c", site.config().toString()).asNobody(),
        site.home().toString(),
        "permission denied",
        "write access");
  }

  @Test
  void aHomeWithoutSpace() throws Exception {
    Site site =
        Site.in(folder)
            .configure("sources:\n" + new NumberedRecords(folder.resolve("n.jsonl")).source());
    SmallDisk disk = SmallDisk.at(site.home(), "2m");
    try {
      disk.fill();
      refused(
          Eyrie.command("run", "-c", site.config().toString()), site.home().toString(), "space");
    } finally {
      disk.close();
    }
  }

  @Test
  void aDiskThatIsFullForAWhileLosesNothing() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(1)).configure("sources:\n" + records.source());
    SmallDisk disk = SmallDisk.at(site.home(), "192m");
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      records.append(10);
      host.await("they have come", () -> subscriber.count() == 10);
      disk.fill();
      records.append(20_000);
      host.await("it is told", () -> host.err().contains("alerts wait in memory"));
      assertThat(host.err()).contains(site.home().toString());

      disk.free();
      host.await(
          "all have come",
          () -> subscriber.alerts(NumberedRecords.RULE).size() >= records.written());
      assertThat(subscriber.alerts(NumberedRecords.RULE).stream().map(Subscriber::number))
          .doesNotHaveDuplicates()
          .hasSameElementsAs(records.numbers());
      assertThat(subscriber.internal("alert store failing")).isNotEmpty();
      assertThat(host.stackTrace()).isEmpty();
      assertThat(host.terminate()).isZero();
    } finally {
      disk.close();
    }
  }

  private void refused(Eyrie command, String... parts) throws Exception {
    Run run = command.run();
    assertThat(run.exit()).as("%s%s", run.out(), run.err()).isEqualTo(1);
    assertThat(run.out() + run.err()).contains(parts);
    assertThat(run.hasStackTrace()).as(run.err()).isFalse();
    assertThat(run.err()).doesNotContain("Exception");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
