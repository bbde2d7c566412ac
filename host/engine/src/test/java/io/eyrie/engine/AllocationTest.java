// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event that matches nothing costs no memory. */
class AllocationTest {
  private static final int EVENTS = 100_000;

  @Test
  void anEventThatMatchesNothingAllocatesNothing() {
    StringBuilder text = new StringBuilder();
    List<String> checks =
        List.of(
            "t.name = nosuch",
            "t.name in (x, y, z)",
            "t.name startswith q",
            "t.path endswith .nosuch",
            "t.cmd contains nosuch",
            "t.cmd icontains NOSUCH",
            "t.path pmatch (/no, /such)",
            "t.path glob '*no?such*'",
            "t.name regex '/usr/(lib|lib64)/.*nosuch.*'",
            "t.name regex anyof ('a+', '[^/]*')",
            "t.num > 1000",
            "t.size in (77, 78)",
            "t.ratio > 99",
            "t.flag = true and t.port = 7",
            "t.ip = 1.2.3.4",
            "t.net in (1.2.0.0/16)",
            "t.names intersects (no, such)",
            "t.ids in (77)",
            "not t.name exists",
            "evt.num = 0",
            "t.env[K] = nosuch and evt.type = open",
            "tolower(t.name) = nosuch",
            "toupper(basename(t.path)) contains NOSUCH",
            "b64(t.cmd) startswith x",
            "b64(t.raw) bcontains ffff",
            "len(t.cmd) > 1000 or len(t.names) = 7 or len(t.raw) = 3",
            "concat(t.name, '-', t.path) = nosuch",
            "join(',', t.names) endswith nosuch",
            "join(',', (t.name, 'x', t.path)) endswith nosuch",
            "getopt(t.names, 'ab:') intersects (no, such)",
            "getopt((t.name, '-b'), 'ab:')[b] = nosuch",
            "tolower(t.names) intersects (no, such)",
            "t.name != val(t.path)",
            "t.name contains toupper(t.path)",
            "t.name glob concat(t.path, '*x')",
            "t.name in val(t.names)",
            "t.names in val(t.anc)",
            "t.num > val(t.num)",
            "t.ip != val(t.ip)",
            "t.ratio < val(t.ratio)",
            "t.size = len(t.name)",
            "t.name = oneof (a, b, c)",
            "t.name contains allof (no, such)",
            "t.name startswith anyof (no, such)",
            "fd.ip in (1.2.3.4)",
            "fd.port = anyof (1, 2)",
            "proc.aname = nosuch",
            "evt.arg.flags contains nosuch");
    for (int i = 0; i < checks.size(); i++) {
      text.append(TestSource.rule("r" + i, checks.get(i), "%t.name %t.path"));
    }
    RuleIndex index = TestSource.rules(text.toString()).index("test").orElseThrow();
    Evaluator evaluator =
        new Evaluator(
            index,
            extraction(index.demand()),
            new EvaluatorSettings("i", "h", ZoneOffset.UTC, RuleMatching.ALL),
            (rule, cause) -> {
              throw new AssertionError(rule, cause);
            });
    int matches = run(evaluator);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      matches += run(evaluator);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(matches).isZero();
    assertThat(least).as("bytes for %d events", EVENTS).isLessThan(1_000);
  }

  private static int run(Evaluator evaluator) {
    int matches = 0;
    for (int i = 0; i < EVENTS; i++) {
      matches += evaluator.evaluate(i & 3, 1_000_000_000L + i, i + 1L, _ -> {});
    }
    return matches;
  }

  private static Extraction extraction(Demand demand) {
    byte[] bytes = "/usr/bin/something --with arguments".getBytes(StandardCharsets.UTF_8);
    byte[] address = {10, 0, 0, 1};
    Demand.Request[] requests = demand.fields().toArray(Demand.Request[]::new);
    return (i, into) -> {
      boolean list = requests[i].field().list();
      if (list) {
        into.beginList();
      }
      switch (requests[i].field().type()) {
        case STRING, BYTES -> {
          if (list) {
            into.add(bytes, 0, 8);
          } else {
            into.set(bytes, 0, bytes.length);
          }
        }
        case DOUBLE -> into.set(1.5);
        case IP, IPNET -> into.set(address, 0, 4);
        case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT -> {
          if (list) {
            into.add(5L);
          } else {
            into.set(5L);
          }
        }
      }
    };
  }
}
