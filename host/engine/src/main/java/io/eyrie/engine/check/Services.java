// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports of well-known services by name (IANA), so that a rule means the same on each machine,
 * whatever its {@code /etc/services} says.
 */
final class Services {
  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("ftp-data", 20),
          Map.entry("ftp", 21),
          Map.entry("ssh", 22),
          Map.entry("telnet", 23),
          Map.entry("smtp", 25),
          Map.entry("time", 37),
          Map.entry("domain", 53),
          Map.entry("bootps", 67),
          Map.entry("bootpc", 68),
          Map.entry("tftp", 69),
          Map.entry("http", 80),
          Map.entry("kerberos", 88),
          Map.entry("pop3", 110),
          Map.entry("sunrpc", 111),
          Map.entry("ntp", 123),
          Map.entry("netbios-ns", 137),
          Map.entry("netbios-dgm", 138),
          Map.entry("netbios-ssn", 139),
          Map.entry("imap2", 143),
          Map.entry("imap", 143),
          Map.entry("snmp", 161),
          Map.entry("snmp-trap", 162),
          Map.entry("bgp", 179),
          Map.entry("irc", 194),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("microsoft-ds", 445),
          Map.entry("syslog", 514),
          Map.entry("printer", 515),
          Map.entry("ipp", 631),
          Map.entry("ldaps", 636),
          Map.entry("domain-s", 853),
          Map.entry("rsync", 873),
          Map.entry("imaps", 993),
          Map.entry("pop3s", 995),
          Map.entry("socks", 1080),
          Map.entry("openvpn", 1194),
          Map.entry("ms-sql-s", 1433),
          Map.entry("nfs", 2049),
          Map.entry("mysql", 3306),
          Map.entry("rdp", 3389),
          Map.entry("postgresql", 5432),
          Map.entry("amqp", 5672),
          Map.entry("redis", 6379),
          Map.entry("http-alt", 8080));

  private Services() {}

  static @Nullable Integer port(String name) {
    return PORTS.get(name);
  }
}
