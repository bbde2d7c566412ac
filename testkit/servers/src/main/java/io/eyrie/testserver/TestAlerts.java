// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertRecord;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts as the host makes them, JSON line included. */
public final class TestAlerts {

  private static final long NEW_YEAR_2026 = 1_767_225_600_000_000_000L;

  /**
   * What an attacker may write into a field: commands of terminals, ends of lines, markup, mentions
   * of chats, templates, quotes, characters that turn the direction, half a surrogate.
   */
  public static final String HOSTILE =
      "a\u001b[31mb\r\nc\u0000 <!channel> <https://evil.example|ok> <script>alert(1)</script> "
          + "{{ .Env }} ${jndi:x} %s *b* `c` \"q\" \\ ] \u202e\u2028 \ud800 é🦅";

  private TestAlerts() {}

  /** The alert of a number, with a field of each type. */
  public static Alert number(int n) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("proc.pid", 4000L + n);
    fields.put("fd.types", List.of("file", "ipv4"));
    fields.put("user.name", null);
    fields.put("proc.is_exe_writable", true);
    fields.put("evt.rate", 0.5);
    fields.put("evt.wide", new BigInteger("18446744073709551615"));
    return alert(n, Priority.WARNING, "Sensitive file read", "cat read /etc/shadow #" + n, fields);
  }

  /** The alert of a number with that priority. */
  public static Alert with(int n, Priority priority) {
    return alert(n, priority, "Sensitive file read", "event " + n, Map.of("proc.pid", (long) n));
  }

  /** The alert of a number with one field. */
  public static Alert withField(int n, String name, Object value) {
    return alert(n, Priority.WARNING, "Sensitive file read", "event " + n, Map.of(name, value));
  }

  /** An alert that is full of {@link #HOSTILE} text. */
  public static Alert hostile() {
    return alert(
        666,
        Priority.CRITICAL,
        "Rule of " + HOSTILE,
        "wrote " + HOSTILE,
        Map.of("proc.cmdline", HOSTILE));
  }

  /** An alert whose message has so many characters. */
  public static Alert ofLength(int characters) {
    return alert(9, Priority.NOTICE, "Long", "x".repeat(characters), Map.of());
  }

  private static Alert alert(
      int n, Priority priority, String rule, String message, Map<String, @Nullable Object> fields) {
    return AlertRecord.of(
        "%032x".formatted(n),
        NEW_YEAR_2026 + n * 1_000_000_000L + 123_456_789L,
        rule,
        priority,
        "syscall",
        "kernel",
        List.of("mitre_credential_access", "host"),
        "host-1",
        message,
        fields,
        "r1");
  }
}
