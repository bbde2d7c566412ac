// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** System calls of this machine, recorded by the packaged Eyrie and replayed by it. */
@Isolated("watches the live kernel")
final class RecordIT {

  @TempDir Path folder;
  private Path secret = Path.of("");

  @BeforeEach
  void needsSystemCalls() throws IOException {
    Needs.systemCalls();
    secret = Files.writeString(folder.resolve("secret"), "text");
  }

  private static String rule(String name, Path file, String more) {
    return """
    - rule: %s
      desc: The file was opened.
      condition: evt.type in (open, openat, openat2) and fd.name = '%s'
      output: "%s: %%fd.name opened by %%proc.name of %%proc.pname"
      priority: NOTICE
    """
            .formatted(name, file, name)
        + more;
  }

  private Run replay(Path rules, Path capture) throws Exception {
    Run run =
        Eyrie.command("replay", "--source", "syscall", "-r", rules.toString(), capture.toString())
            .run();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("damaged_capture", "unknown_event");
    return run;
  }

  private Path rules() throws IOException {
    return Files.writeString(folder.resolve("r.yaml"), rule("Opened", secret, ""));
  }

  private static void cat(Path file) throws Exception {
    Process cat =
        new ProcessBuilder("sh", "-c", "cat '" + file + "'; :")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(cat.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /** A recording that runs as a process of its own. */
  private final class Running implements AutoCloseable {
    final Process process;
    final Path out = folder.resolve("record.out");
    final Path err = folder.resolve("record.err");

    Running(String... arguments) throws Exception {
      List<String> words = new ArrayList<>(List.of("record"));
      words.addAll(List.of(arguments));
      process =
          new ProcessBuilder(Eyrie.command(words.toArray(String[]::new)).words())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      Await.until(
          () -> "it records; it said " + read(err),
          () -> {
            assertThat(process.isAlive()).as(read(err)).isTrue();
            return read(err).contains("recording syscall into ");
          });
    }

    String end() throws Exception {
      process.destroy();
      return awaitEnd();
    }

    String awaitEnd() throws Exception {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(read(err)).isTrue();
      assertThat(process.exitValue()).as(read(err)).isZero();
      return read(err);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsRecordedUntilItIsToldToEndRaisesItsAlertsWhenItIsReplayed() throws Exception {
    Path capture = folder.resolve("trace.scap");
    try (Running recording = new Running(capture.toString())) {
      cat(secret);
      assertThat(capture).as("complete at its end only").doesNotExist();
      assertThat(recording.end()).containsPattern("[0-9]+ events recorded in 1 file, [0-9]+ bytes");
      assertThat(read(recording.out)).isEqualTo(capture + "\n");
    }
    assertThat(replay(rules(), capture).out())
        .contains("Opened: " + secret + " opened by cat of sh");
  }

  @Test
  void aFilterAndABoundOfEventsChooseWhatIsShown() throws Exception {
    Path capture = folder.resolve("trace.scap");
    try (Running recording =
        new Running(
            "--plain",
            "--filter",
            "evt.type in (open, openat, openat2) and fd.name = '" + secret + "'",
            "--events",
            "3",
            capture.toString())) {
      for (int i = 0; i < 5; i++) {
        cat(secret);
      }
      assertThat(recording.awaitEnd()).contains("3 events recorded in 1 file");
    }
    Run run = replay(rules(), capture);
    assertThat(run.out().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("Opened: " + secret + " opened by cat of sh"));
    assertThat(run.err()).contains("3 events judged by 1 rules, 3 alerts");
  }

  @Test
  void filesAreRotatedAndTheOldestDeleted() throws Exception {
    try (Running recording =
        new Running(
            "--rotate-events", "300", "--keep", "2", folder.resolve("trace.scap").toString())) {
      Await.until(
          () -> "the fourth file; it said " + read(recording.err),
          () -> {
            cat(secret);
            return Files.exists(folder.resolve("trace-00003.scap"));
          });
      assertThat(recording.end())
          .containsPattern("events recorded in 2 files, [0-9]+ bytes, [0-9]+ older files deleted");
      List<Path> kept = read(recording.out).lines().map(Path::of).toList();
      assertThat(kept).hasSize(2).allMatch(Files::exists);
      try (Stream<Path> all = Files.list(folder)) {
        assertThat(all.filter(file -> file.toString().contains(".scap")))
            .containsExactlyInAnyOrderElementsOf(kept);
      }
      for (Path file : kept) {
        replay(rules(), file);
      }
    }
  }

  @Test
  void whatCannotBeRecordedIsRefused() throws Exception {
    Path there = Files.writeString(folder.resolve("there.scap"), "");
    refused(there + ": there is such a file already", there.toString());
    refused("there is no such folder", folder.resolve("no/x.scap").toString());
    refused("no plugin brings the source 'syscal'", "-s", "syscal", "x.scap");
    refused("proc.nme", "--filter", "proc.nme = x", "x.scap");
    refused("duration", "--duration", "soon", "x.scap");
  }

  private void refused(String part, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("record"));
    words.addAll(List.of(arguments));
    Run run = Eyrie.command(words.toArray(String[]::new)).in(folder).run();
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains(part);
    assertThat(run.hasStackTrace()).as(run.err()).isFalse();
  }

  @Test
  void aRuleRecordsWhatFollowsItsMatch() throws Exception {
    Path later = Files.writeString(folder.resolve("later"), "text");
    Path captures = folder.resolve("captures");
    Site site =
        Site.in(folder)
            .rules(
                rule("Asks", secret, "  capture: true\n  capture_duration: 3000\n")
                    + rule("Does not ask", later, ""))
            .configure(
                """
                rule_matching: all
                sources:
                  - plugin: syscall-ebpf
                capture: {enabled: true, path_prefix: '%s/c', max_files: 2}
                """
                    .formatted(captures));
    try (HostProcess host = HostProcess.start(site)) {
      cat(later);
      host.await(
          "a capture is begun",
          () -> {
            cat(secret);
            return Files.exists(captures);
          });
      cat(later);
      host.await("it is complete", () -> complete(captures).size() == 1);
      assertThat(host.stackTrace()).isEmpty();
    }
    Path capture = complete(captures).getFirst();
    assertThat(capture.getFileName().toString()).matches("c_[0-9]{17,}_[0-9]{8,}[.]scap");
    Path rules =
        Files.writeString(
            folder.resolve("both.yaml"), rule("First", secret, "") + rule("Second", later, ""));
    assertThat(replay(rules, capture).out().lines().map(line -> line.substring(line.indexOf(' '))))
        .containsSubsequence(
            " Notice First: " + secret + " opened by cat of sh",
            " Notice Second: " + later + " opened by cat of sh")
        .first()
        .asString()
        .contains("First: ");
  }

  private static List<Path> complete(Path captures) throws IOException {
    if (!Files.exists(captures)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(captures)) {
      return files.filter(file -> file.toString().endsWith(".scap")).sorted().toList();
    }
  }
}
