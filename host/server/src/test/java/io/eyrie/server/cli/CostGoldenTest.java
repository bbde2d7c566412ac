// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.cost.CostReport;
import io.eyrie.engine.cost.CostReport.ComparisonCost;
import io.eyrie.engine.cost.CostReport.RuleCost;
import io.eyrie.server.config.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The text and the JSON of {@code eyrie cost}. */
class CostGoldenTest {

  private static final Path GOLDEN =
      Golden.file("host/server/src/test/resources/io/eyrie/server/cli/cost");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final CostReport REPORT =
      new CostReport(
          31_000,
          20_000,
          41.6,
          203.4,
          List.of(
              new RuleCost("Secret Read", "rules.yaml:3:3", true, 31_000, 12, 3, 180.2),
              new RuleCost("Switched Off", "rules.yaml:9:3", false, 31_000, 0, 7, 99.5),
              new RuleCost("Never", "rules.yaml:15:3", true, 0, 0, 0, 41.7)),
          List.of(
              new ComparisonCost(
                  "f.path startswith /secret", "rules.yaml:6:15", 2, 62_000, 12, 130.0),
              new ComparisonCost("p.name = off", "rules.yaml:11:15", 1, 31_000, 7, 55.1)));

  @Test
  void forPeople() throws IOException {
    Golden.check(GOLDEN.resolve("report.txt"), CostCommand.text(REPORT, 2));
  }

  @Test
  void forPrograms() throws IOException {
    Golden.check(
        GOLDEN.resolve("report.json"), MAPPER.writeValueAsString(CostCommand.shape(REPORT)) + "\n");
  }
}
