// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HostLogTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ ";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @BeforeEach
  void catchLines() {
    HostLog.to(bytes);
    HostLog.level(LogLevel.INFO);
  }

  @AfterEach
  void letLinesGo() {
    HostLog.to(new FileOutputStream(FileDescriptor.err));
    HostLog.traces(false);
  }

  @Test
  void aLineHasTimeLevelNameAndMessage() {
    LoggerFactory.getLogger("syscall-ebpf").warn("{} events lost", 12);

    assertThat(lines()).matches(TIME + "WARN  syscall-ebpf: 12 events lost\n");
  }

  @Test
  void theHostsOwnClassesGoByTheirDuty() {
    LoggerFactory.getLogger("io.eyrie.server.store.Database").info("opened");

    assertThat(lines()).matches(TIME + "INFO  store: opened\n");
  }

  @Test
  void anExceptionIsToldInOneLineAndItsTraceOnlyWhenAsked() {
    LoggerFactory.getLogger("x").error("no", new IllegalStateException("broken\nline"));
    assertThat(lines()).matches(TIME + "ERROR x: no \\(IllegalStateException: broken line\\)\n");

    bytes.reset();
    HostLog.traces(true);
    LoggerFactory.getLogger("x").error("no", new IllegalStateException("broken"));
    assertThat(lines()).contains("\tat io.eyrie.server.log.HostLogTest");
  }

  @Test
  void theStepsOfAStartAreToldWithTheirTimeToWhoDebugs() {
    StartTimes.done("plugins are loaded");
    assertThat(lines()).isEmpty();

    HostLog.level(LogLevel.DEBUG);
    StartTimes.done("plugins are loaded");
    assertThat(lines())
        .matches(TIME + "DEBUG start: \\d+ ms after the process began, plugins are loaded\n");
  }

  @Test
  void whatIsLoggedCannotForgeALineNorFillTheDisk() {
    LoggerFactory.getLogger("x").info("a\n2026-11-22T23:59:59Z ERROR y: \u001b[31mforged");
    assertThat(lines()).hasLineCount(1).doesNotContain("\u001b");

    bytes.reset();
    LoggerFactory.getLogger("x").info("z".repeat(HostLog.LONGEST + 10));
    assertThat(lines()).endsWith("z... (10 more characters)\n");
  }

  @Test
  void theLevelDecidesWhatIsShown() {
    HostLog.level(LogLevel.WARNING);
    LoggerFactory.getLogger("x").info("unseen");
    LoggerFactory.getLogger("x").warn("seen");

    assertThat(lines()).doesNotContain("unseen").contains("seen");
    assertThat(LoggerFactory.getLogger("x").isInfoEnabled()).isFalse();
  }

  @Test
  void whatPf4jTellsOfItsStepsIsForAuthors() {
    LoggerFactory.getLogger("org.pf4j.AbstractPluginManager").info("Start plugin");
    assertThat(lines()).isEmpty();

    HostLog.level(LogLevel.DEBUG);
    LoggerFactory.getLogger("org.pf4j.AbstractPluginManager").info("Start plugin");
    assertThat(lines()).contains("DEBUG org.pf4j");
  }

  @Test
  void pluginsAndLibrariesEndInTheSameLog() {
    System.getLogger("cloudtrail").log(System.Logger.Level.INFO, "reading {0}", "a.json");
    LibraryLog.install();
    Logger.getLogger("io.grpc").warning("slow");
    Logger.getLogger("io.grpc").info("chatter");

    assertThat(lines())
        .containsPattern(TIME + "INFO  cloudtrail: reading a.json\n")
        .containsPattern(TIME + "WARN  io.grpc: slow\n")
        .doesNotContain("chatter");
  }

  private String lines() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
