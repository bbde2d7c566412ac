// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.HostStatus;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.SourceStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The packaged host, {@code eyrie run}, as a process of its own that a test can ask, end and kill.
 *
 * <p>What it prints is kept in files, one pair for each start.
 */
final class HostProcess implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;
  private final AdminClient admin;

  private HostProcess(Process process, Path out, Path err, Path home) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.admin = new AdminClient(home);
  }

  /** Starts a host on the site and returns at once. */
  static HostProcess launch(Site site) throws IOException {
    return launch(site, Eyrie.command("run", "-c", site.config().toString()));
  }

  private static HostProcess launch(Site site, Eyrie command) throws IOException {
    Path out = Files.createTempFile(site.folder(), "host-", ".out");
    Path err = Files.createTempFile(site.folder(), "host-", ".err");
    Process process =
        new ProcessBuilder(command.words())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new HostProcess(process, out, err, site.home());
  }

  /** Starts a host on the site and waits until all that is configured runs. */
  static HostProcess start(Site site) throws Exception {
    return running(launch(site));
  }

  /** The same as a user who owns nothing and has these capabilities. */
  static HostProcess startAsNobodyWith(String capabilities, Site site) throws Exception {
    return running(
        launch(
            site, Eyrie.command("run", "-c", site.config().toString()).asNobodyWith(capabilities)));
  }

  private static HostProcess running(HostProcess host) throws Exception {
    try {
      host.awaitRunning();
      return host;
    } catch (Exception | Error e) {
      host.close();
      throw e;
    }
  }

  /** Waits until it can be asked. */
  void awaitAnswering() throws Exception {
    await("the host can be asked", this::answers);
  }

  /** Whether it can be asked. */
  boolean answers() {
    try {
      return admin.status().pid() == pid();
    } catch (AdminException _) {
      return false;
    }
  }

  /** Waits until every instance whose plugin is there runs. */
  void awaitRunning() throws Exception {
    await("every source and output runs", this::running);
  }

  /** Whether every instance whose plugin is there runs. */
  boolean running() {
    try {
      HostStatus status = admin.status();
      return status.sources().stream().map(SourceStatus::state).noneMatch("starting"::equals)
          && status.outputs().stream().map(OutputStatus::state).noneMatch("starting"::equals);
    } catch (AdminException _) {
      return false;
    }
  }

  /** Waits for a condition; fails at once when the host has ended. */
  void await(String what, Await.Condition condition) throws Exception {
    await(() -> what, condition);
  }

  /** The same; what is asked only when it fails. */
  void await(Supplier<String> what, Await.Condition condition) throws Exception {
    Await.until(
        () -> what.get() + "; the host said:\n" + err(),
        () -> {
          if (!process.isAlive() && !condition.holds()) {
            throw new AssertionError(
                "the host ended with %d before %s:\n%s"
                    .formatted(process.exitValue(), what.get(), err()));
          }
          return condition.holds();
        });
  }

  /** Asks the host by its admin socket. */
  AdminClient admin() {
    return admin;
  }

  /** How a source of the host is. */
  SourceStatus source(String name) throws AdminException {
    return admin.status().sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no source " + name));
  }

  long pid() {
    return process.pid();
  }

  /** What it has printed to standard output. */
  String out() {
    return read(out);
  }

  /** What it has printed to standard error. */
  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends it as {@code kill} does; answers the exit code. */
  int terminate() throws Exception {
    process.destroy();
    return awaitExit();
  }

  /** Waits until it has ended by itself; answers the exit code. */
  int awaitExit() throws Exception {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the host does not end:\n" + err());
    }
    return process.exitValue();
  }

  /** What of it looks like a stack trace. */
  List<String> stackTrace() {
    return (out() + err()).lines().filter(line -> line.startsWith("\tat ")).toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
