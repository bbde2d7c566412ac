// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.run.Match;
import io.eyrie.syscall.container.CapturedContainers;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.container.EngineType;
import io.eyrie.syscall.container.Image;
import io.eyrie.syscall.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a capture that tell of containers give the fields of those that follow. */
class ContainersInCapturesTest {

  private static final int CONTAINER_JSON = 324;
  private static final int ASYNC = 402;
  private static final String ID =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final String SHORT = ID.substring(0, 12);
  private static final String RULE =
      """
      - rule: Opened
        desc: d
        condition: evt.type = open
        output: "%container.id %container.name %container.image.repository %container.privileged %container.type"
        priority: NOTICE
      - rule: Told
        desc: d
        condition: evt.is_async = true
        output: "%evt.type %evt.asynctype %evt.pluginname %evt.plugininfo"
        priority: NOTICE
      """;

  @TempDir Path folder;

  private List<String> judged(Event... told) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(
          new MachineInfo(1, 1, 1, "m", 1),
          facts -> facts.thread(Facts.contained(42, 1, "sh", ID)));
      writer.write(open(), false);
      for (Event event : told) {
        writer.write(event, false);
      }
      writer.write(open(), false);
    }
    Path file = Files.write(folder.resolve("c.scap"), bytes.toByteArray());
    Path rules = Files.writeString(folder.resolve("r.yaml"), RULE);
    Judged judged = Judged.of(rules, file);
    assertThat(judged.malformed).isEmpty();
    return judged.matches.stream().map(Match::message).toList();
  }

  private static Event open() {
    return Events.event(Events.OPEN_EXIT, 1_000, 42, 3, "/etc/hosts", 1, 0, 0, 0);
  }

  private static byte[] json(String more) {
    return ("{\"container\":{\"id\":\"" + SHORT + "\",\"type\":0" + more + "}}\0")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theEventOfThePluginThatKnowsContainers() throws Exception {
    String more =
        ",\"name\":\"jolly\",\"imagerepo\":\"busybox\",\"privileged\":true,\"labels\":{\"a\":\"b\"}";
    assertThat(judged(Events.event(ASYNC, 2_000, -1, 0, "container", json(more))))
        .containsExactly(
            SHORT + " <NA> <NA> <NA> docker",
            "asyncevent container container {\"container\":{\"id\":\""
                + SHORT
                + "\",\"type\":0"
                + more
                + "}}",
            SHORT + " jolly busybox true docker");
  }

  @Test
  void theEventOfFormerYears() throws Exception {
    assertThat(
            judged(
                Events.event(
                    CONTAINER_JSON,
                    2_000,
                    -1,
                    (Object) json(",\"name\":\"old\",\"imagerepo\":\"r\""))))
        .last()
        .asString()
        .isEqualTo(SHORT + " old r <NA> docker");
  }

  @Test
  void whatIsNoContainerTellsNothing() throws Exception {
    assertThat(
            judged(
                Events.event(ASYNC, 2_000, -1, 0, "container", "{\"container\":"),
                Events.event(ASYNC, 2_000, -1, 0, "container", "[".repeat(5_000)),
                Events.event(ASYNC, 2_000, -1, 0, "container", "{\"container\":{\"id\":7}}"),
                Events.event(ASYNC, 2_000, -1, 0, "container", null),
                Events.event(ASYNC, 2_000, -1, 0, "other", json(",\"name\":\"no\""))))
        .last()
        .asString()
        .isEqualTo(SHORT + " <NA> <NA> <NA> docker");
  }

  @Test
  void whatIsWrittenIsRead() {
    ContainerFacts facts =
        new ContainerFacts(
            ID,
            EngineType.CONTAINERD,
            "n",
            new Image("r/i:t", "id", "r/i", "t", "sha256:d"),
            Map.of(
                "io.kubernetes.pod.name", "p",
                "io.kubernetes.pod.namespace", "ns",
                "io.kubernetes.pod.uid", "u",
                "quote", "\"\\\n"),
            List.of(new Mount("/a", "/b", "ro", false, "private")),
            Boolean.TRUE,
            new Sharing(true, false, true),
            "10.0.0.7",
            new Pod("p", "ns", "u", "s", Map.of("app", "x"), "10.0.0.7", "{}"));
    CapturedContainers read = new CapturedContainers();
    byte[] json = CapturedContainers.json(facts);
    assertThat(read.tell(json, 0, json.length)).isTrue();
    assertThat(read.entry(new ContainerRef(ID, EngineType.UNKNOWN)).facts()).isEqualTo(facts);
    read.clear();
    assertThat(read.entry(new ContainerRef(ID, EngineType.UNKNOWN)).facts()).isNull();
  }
}
