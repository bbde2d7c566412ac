// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.store;

import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in the shape of those of system calls: a hundred rules, eight fields, some 500 characters
 * of JSON. The severe ones are rare.
 */
final class DrawnAlerts {

  /** The time of the first one; the others follow by a millisecond each. */
  static final long START = 1_795_305_600_000_000_000L;

  private static final int RULES = 100;

  private final AlertIds ids = AlertIds.unrepeatable("bench");
  private long number;

  /** The name of one of the rules. */
  static String rule(int number) {
    return "Drawn rule %02d of the benchmark".formatted(number);
  }

  AlertRecord next() {
    long n = number++;
    // A multiplicative walk, so that rules follow each other in no order that an index likes.
    int rule = (int) (n * 2_654_435_761L >>> 7) % RULES;
    rule = Math.abs(rule);
    Priority priority =
        rule == 0
            ? Priority.CRITICAL
            : rule < 10 ? Priority.ERROR : rule < 40 ? Priority.WARNING : Priority.NOTICE;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "process-" + n % 50);
    fields.put("proc.pid", n % 32_768);
    fields.put("proc.cmdline", "process-" + n % 50 + " --with /etc/some/configuration/file-" + n);
    fields.put("fd.name", "/var/lib/some/deep/folder/of/files/file-" + n);
    fields.put("user.name", "user-" + n % 20);
    fields.put("user.uid", n % 20);
    fields.put("container.id", "host");
    fields.put("container.name", null);
    return AlertRecord.of(
        ids.id("drawn", n, rule(rule), 0),
        START + n * 1_000_000,
        rule(rule),
        priority,
        "syscall",
        "kernel",
        List.of("bench", "container", "host"),
        "bench-host",
        "A file was read (user=user-%d file=/var/lib/some/deep/folder/of/files/file-%d)"
            .formatted(n % 20, n),
        fields,
        "r1");
  }
}
