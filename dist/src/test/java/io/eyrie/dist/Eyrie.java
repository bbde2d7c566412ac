// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command of the packaged Eyrie, run in a process of its own until it ends. */
final class Eyrie {

  /** The packaged tree, as the build laid it. */
  static final Path TREE =
      Path.of(System.getProperty("eyrie.tree", "target/tree")).toAbsolutePath();

  static final int NOBODY = 65534;
  private static final long LIMIT_SECONDS = 120;

  private final List<String> arguments;
  private Path tree = TREE;
  private @Nullable Path folder;
  private String input = "";
  private @Nullable Path inputFile;
  private boolean asNobody;
  private String capabilities = "";

  private Eyrie(List<String> arguments) {
    this.arguments = arguments;
  }

  /** What a command came to. */
  record Run(int exit, String out, String err) {

    /** Whether any of it looks like a stack trace. */
    boolean hasStackTrace() {
      return (out + err)
          .lines()
          .anyMatch(line -> line.startsWith("\tat ") || line.contains("Caused by:"));
    }
  }

  /** Begins a command. */
  static Eyrie command(String... arguments) {
    return new Eyrie(List.of(arguments));
  }

  /** Runs another tree than the one that was built. */
  Eyrie from(Path other) {
    tree = other;
    return this;
  }

  /** Runs in this folder. */
  Eyrie in(Path working) {
    folder = working;
    return this;
  }

  /** Gives this text on standard input. */
  Eyrie input(String text) {
    input = text;
    return this;
  }

  /** Gives a file on standard input. */
  Eyrie inputFrom(Path file) {
    inputFile = file;
    return this;
  }

  /** Runs as a user without any right. */
  Eyrie asNobody() {
    asNobody = true;
    return this;
  }

  /** Runs as that user, who has these capabilities and can't get others, such as {@code +bpf}. */
  Eyrie asNobodyWith(String these) {
    asNobody = true;
    capabilities = "-all," + these;
    return this;
  }

  /** Runs to the end. */
  Run run() throws IOException, InterruptedException {
    Path out = Files.createTempFile("eyrie-out-", "");
    Path err = Files.createTempFile("eyrie-err-", "");
    try {
      ProcessBuilder builder = new ProcessBuilder(words());
      if (folder != null) {
        builder.directory(folder.toFile());
      }
      if (inputFile != null) {
        builder.redirectInput(inputFile.toFile());
      }
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      } catch (IOException _) {
        // It ended without reading.
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "still runs after %d s: %s\n%s"
                .formatted(LIMIT_SECONDS, arguments, Files.readString(err)));
      }
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The words of the command, for a process that is not waited for. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (asNobody) {
      words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
      if (!capabilities.isEmpty()) {
        words.addAll(
            List.of(
                "--no-new-privs",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities));
      }
      words.add("--");
      // Root's home and state folder are not the ones of that user.
      words.addAll(List.of("env", "-u", "XDG_STATE_HOME", "HOME=/nonexistent"));
    }
    words.add(tree.resolve("eyrie").toString());
    words.addAll(arguments);
    return words;
  }
}
