// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestAlerts;
import io.eyrie.testserver.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's rsyslog, which writes down what it understood of each message. */
class RealRsyslogTest {

  private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
  private static final Path TLS_DRIVER = Path.of("/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so");

  @TempDir private static Path folder;

  private static ServerProcess server;
  private static int tcp;
  private static int tls;
  private static int udp;
  private static TestCertificates certificates;
  private static int seen;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "no rsyslogd: scripts/install-test-deps");
    assumeTrue(Files.exists(TLS_DRIVER), "no rsyslog-gnutls: scripts/install-test-deps");
    tcp = ServerProcess.freePort();
    tls = ServerProcess.freePort();
    udp = ServerProcess.freePort();
    certificates = TestCertificates.in(folder);
    Path config =
        Files.writeString(
            folder.resolve("rsyslog.conf"),
            """
            global(workDirectory="%1$s" maxMessageSize="1m"
              defaultNetstreamDriverCAFile="%2$s" defaultNetstreamDriverCertFile="%3$s"
              defaultNetstreamDriverKeyFile="%3$s")
            module(load="imudp") module(load="imuxsock" SysSock.Use="off") module(load="imtcp")
            template(name="understood" type="string"
              string="%%pri%%|%%protocol-version%%|%%timereported:::date-rfc3339%%|%%hostname%%|%%app-name%%|%%procid%%|%%msgid%%|%%structured-data%%|%%msg%%\\n")
            ruleset(name="keep") { action(type="omfile" file="%1$s/understood" template="understood") }
            input(type="imudp" address="127.0.0.1" port="%4$d" ruleset="keep")
            input(type="imtcp" address="127.0.0.1" port="%5$d" ruleset="keep")
            input(type="imtcp" address="127.0.0.1" port="%6$d" ruleset="keep"
              StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
            input(type="imuxsock" socket="%1$s/log" ruleset="keep" useSpecialParser="off"
              parseHostname="on" usePIDFromSystem="off" ignoreTimestamp="off" ratelimit.interval="0")
            """
                .formatted(folder, certificates.authority(), certificates.server(), udp, tcp, tls));
    server =
        ServerProcess.start(
            folder,
            List.of(
                PROGRAM.toString(), "-n", "-f", config.toString(), "-i", folder + "/rsyslog.pid"));
    server.awaitListening(tcp);
    server.awaitListening(tls);
    server.await(() -> Files.exists(folder.resolve("log")));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void understands_messages_over_every_transport() throws Exception {
    List<Map<String, Object>> ways =
        List.of(
            Map.of("address", "udp://127.0.0.1:" + udp),
            Map.of("address", "tcp://127.0.0.1:" + tcp),
            Map.of("address", "tcp://127.0.0.1:" + tcp, "framing", "newline"),
            Map.of("address", "unix://" + folder + "/log"),
            Map.of(
                "address", "tls://localhost:" + tls,
                "tls_ca", certificates.authority().toString(),
                "tls_certificate", certificates.client().toString()));
    for (Map<String, Object> way : ways) {
      deliver(way);
      assertThat(understood())
          .as("%s", way)
          .containsExactly(
              "132|1|2026-01-01T00:00:01.123456Z|host-1|eyrie|%d|alert|%s|%s"
                  .formatted(
                      ProcessHandle.current().pid(),
                      "[eyrie@32473 id=\"00000000000000000000000000000001\""
                          + " rule=\"Sensitive file read\" source=\"syscall\""
                          + " tags=\"host,mitre_credential_access\"]",
                      TestAlerts.number(1).json()));
    }
  }

  @Test
  void understands_messages_of_rfc_3164() throws Exception {
    deliver(
        Map.of(
            "address",
            "tcp://127.0.0.1:" + tcp,
            "protocol",
            "rfc3164",
            "facility",
            "authpriv",
            "format",
            "text"));

    assertThat(understood())
        .singleElement()
        .asString()
        .startsWith("84|0|")
        .contains("|host-1|eyrie|" + ProcessHandle.current().pid() + "|-|-|")
        .endsWith("Warning cat read /etc/shadow #1");
  }

  private static void deliver(Map<String, Object> config) throws Exception {
    try (OutputRun run = OutputRun.open(new SyslogProvider(), new HashMap<>(config), folder)) {
      run.deliver(TestAlerts.number(1));
    }
  }

  /** The lines that came since the last call, of which there is one at least. */
  private static List<String> understood() throws Exception {
    Path file = folder.resolve("understood");
    server.await(() -> Files.exists(file) && Files.readAllLines(file).size() > seen);
    List<String> all = Files.readAllLines(file);
    List<String> fresh = all.subList(seen, all.size());
    seen = all.size();
    return fresh.stream().map(line -> line.replace("| ", "|")).toList();
  }
}
