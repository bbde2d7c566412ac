// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.alerttext.JsonKeys;
import io.eyrie.alerttext.LineFormat;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.MemoryOutputContext;
import io.eyrie.testkit.OutputContract;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.TestAlerts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest {

  @TempDir private Path home;

  private Path file() {
    return home.resolve("alerts.json");
  }

  @Test
  void keeps_the_contract_of_outputs() {
    OutputContract.of(new FileProvider()).config(Map.of("path", file().toString())).verify(home);
  }

  @Test
  void appends_each_alert_as_a_line_for_its_owner_alone() throws Exception {
    try (OutputRun run = open(Map.of())) {
      run.deliver(TestAlerts.number(1), TestAlerts.number(2));
    }
    try (OutputRun run = open(Map.of("format", "text"))) {
      run.deliver(TestAlerts.hostile());
    }

    List<String> lines = Files.readAllLines(file());
    assertThat(lines)
        .hasSize(3)
        .startsWith(TestAlerts.number(1).json(), TestAlerts.number(2).json());
    assertThat(lines.getLast()).contains("wrote a\\u001b[31mb\\r\\nc\\u0000 <!channel>");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void rotates_before_the_file_grows_too_large_and_keeps_so_many() throws Exception {
    int size = TestAlerts.ofLength(3_000).json().length() + 1;
    try (OutputRun run = open(Map.of("max_size", "8KiB", "max_files", "2", "mode", "0640"))) {
      for (int i = 0; i < 7; i++) {
        run.deliver(TestAlerts.ofLength(3_000));
      }
    }

    assertThat(Files.size(file())).isEqualTo(size);
    assertThat(rotated()).hasSize(2).allMatch(name -> name.endsWith("Z.json.gz"));
    for (String name : rotated()) {
      assertThat(unpacked(home.resolve(name))).hasSize(2 * size);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .isEqualTo("rw-r-----");
    }
  }

  @Test
  void rotates_with_the_time_also_across_a_restart() throws Exception {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");
    FileSettings settings =
        new FileSettings(
            file(), PosixFilePermissions.fromString("rw-------"), 0, 3_600_000, 0, false, false);
    deliver(settings, noon.minusSeconds(60), 1);
    deliver(settings, noon.minusSeconds(1), 2);
    assertThat(rotated()).isEmpty();
    Files.setLastModifiedTime(file(), FileTime.from(noon.minusSeconds(1)));

    deliver(settings, noon, 3);
    deliver(settings, noon, 4);

    assertThat(rotated()).containsExactly("alerts-20260131T120000.000Z.json");
    assertThat(Files.readAllLines(home.resolve("alerts-20260131T120000.000Z.json"))).hasSize(2);
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  private void deliver(FileSettings settings, Instant now, int number) throws Exception {
    try (FileOutput output =
        FileOutput.open(
            settings,
            new AlertLine(LineFormat.JSON, JsonKeys.USUAL),
            Clock.fixed(now, ZoneOffset.UTC),
            MemoryOutputContext.of("file", home))) {
      output.deliver(List.of(TestAlerts.number(number)));
    }
    if (Files.exists(file())) {
      Files.setLastModifiedTime(file(), FileTime.from(now));
    }
  }

  @Test
  void begins_a_new_file_when_somebody_has_moved_the_old_one_away() throws Exception {
    try (OutputRun run = open(Map.of())) {
      run.deliver(TestAlerts.number(1));
      Files.move(file(), home.resolve("alerts.json.1"));
      run.deliver(TestAlerts.number(2));
      Files.delete(file());
      run.deliver(TestAlerts.number(3));
    }

    assertThat(Files.readString(home.resolve("alerts.json.1")))
        .isEqualTo(TestAlerts.number(1).json() + "\n");
    assertThat(Files.readString(file())).isEqualTo(TestAlerts.number(3).json() + "\n");
  }

  @Test
  void goes_on_in_a_file_that_somebody_has_cut() throws Exception {
    try (OutputRun run = open(Map.of())) {
      run.deliver(TestAlerts.number(1));
      Files.write(file(), new byte[0]);
      run.deliver(TestAlerts.number(2));
    }

    assertThat(Files.readString(file())).isEqualTo(TestAlerts.number(2).json() + "\n");
  }

  @Test
  void ends_a_line_that_a_crash_has_torn_and_finishes_what_it_left_unpacked() throws Exception {
    Files.writeString(file(), "{\"torn");
    Files.writeString(home.resolve("alerts-20260101T000000.000Z.json"), "old\n");
    Files.writeString(home.resolve("alerts-20260101T000000.000Z.json.gz.part"), "half");

    try (OutputRun run = open(Map.of())) {
      run.deliver(TestAlerts.number(1));
    }

    assertThat(Files.readAllLines(file())).containsExactly("{\"torn", TestAlerts.number(1).json());
    assertThat(rotated()).containsExactly("alerts-20260101T000000.000Z.json.gz");
    assertThat(unpacked(home.resolve(rotated().getFirst()))).isEqualTo("old\n");
  }

  @Test
  void a_full_disk_leaves_whole_lines_and_is_waited_for() throws Exception {
    Path disk = Files.createDirectory(home.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()));
    try {
      Path filler = Files.write(disk.resolve("filler"), new byte[20 << 10]);
      Path target = disk.resolve("alerts.json");
      try (OutputRun run = open(Map.of("path", target.toString()))) {
        run.deliver(TestAlerts.number(1));

        assertThatThrownBy(() -> run.deliver(TestAlerts.ofLength(20_000)))
            .isInstanceOfSatisfying(
                PluginException.class,
                e -> {
                  assertThat(e.code()).isEqualTo("file.full");
                  assertThat(e.retryable()).isTrue();
                })
            .hasMessage(
                target + " can't be written (No space left on device): make room on its disk");
        assertThat(Files.readString(target)).isEqualTo(TestAlerts.number(1).json() + "\n");

        Files.delete(filler);
        run.deliver(TestAlerts.number(2));
      }
      assertThat(Files.readAllLines(target)).hasSize(2);

      assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
      assertThatThrownBy(() -> open(Map.of("path", target.toString())))
          .hasMessageContaining("Read-only file system");
    } finally {
      run("umount", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void says_why_a_file_can_not_be_opened() {
    assertThatThrownBy(() -> open(Map.of("path", home + "/none/a.json")))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageStartingWith(
            home + "/none/a.json can't be written (its folder is not there): make its folder");
    assertThatThrownBy(() -> open(Map.of("path", home.toString())))
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> open(Map.of("max_size", "1"))).hasMessageContaining("below 4KiB");
    assertThatThrownBy(() -> open(Map.of("rotate_every", "5s"))).hasMessageContaining("below 1m");
    assertThatThrownBy(() -> open(Map.of("mode", "9"))).hasMessageContaining("'9' is not octal");
    assertThatThrownBy(() -> open(Map.of("format", "xml"))).hasMessageContaining("xml");
  }

  private List<String> rotated() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("alerts-"))
          .sorted()
          .toList();
    }
  }

  private static String unpacked(Path file) {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutputRun open(Map<String, ?> config) throws PluginException {
    Map<String, Object> all = new HashMap<>(Map.of("path", file().toString()));
    all.putAll(config);
    return OutputRun.open(new FileProvider(), all, home);
  }
}
