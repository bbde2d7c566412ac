// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide for subscribers. */
class GuideTest {

  private static final Path ROOT = Path.of(System.getProperty("eyrie.root"));
  private static final Path EXAMPLES = ROOT.resolve("docs/examples/subscribers");

  @TempDir Path folder;

  @Test
  void the_python_example_prints_each_alert_once_over_tcp_and_a_unix_socket() throws Exception {
    String python = python();
    run(
        List.of(
            "protoc",
            "-I",
            ROOT.resolve("api/alerts/src/main/protobuf").toString(),
            "--python_out=" + folder,
            "eyrie/alerts/v1/alerts.proto"));
    MemoryAlertLog log = new MemoryAlertLog();
    for (int n = 1; n <= 5; n++) {
      log.append(MadeAlert.number(n));
    }
    List<String> printed = new ArrayList<>();
    for (String bind : List.of("127.0.0.1:0", "unix:" + folder.resolve("s"))) {
      try (Served served =
          new Served(log, MemoryOutputContext.of("alerts", folder), Map.of("bind", bind))) {
        printed.addAll(
            run(
                List.of(
                    python,
                    EXAMPLES.resolve("subscribe.py").toString(),
                    served.address(),
                    folder.resolve("place").toString(),
                    "2")));
      }
    }
    assertThat(printed)
        .containsExactly(
            "PRIORITY_WARNING | Test rule | event 1",
            "PRIORITY_WARNING | Test rule | event 2",
            "PRIORITY_WARNING | Test rule | event 3",
            "PRIORITY_WARNING | Test rule | event 4");
  }

  @Test
  void the_java_example_compiles() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean good =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-Xlint:all",
                      "-Werror",
                      "-proc:none",
                      "-d",
                      folder.toString(),
                      "-cp",
                      classPath()),
                  null,
                  files.getJavaFileObjects(EXAMPLES.resolve("Subscribe.java")))
              .call();
      assertThat(good).as(said.toString()).isTrue();
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** A Python that has gRPC: Debian's package is of Debian's own Python. */
  private String python() throws Exception {
    Optional<String> found = Optional.empty();
    for (String candidate : List.of("/usr/bin/python3", "python3")) {
      if (found.isEmpty() && answers(candidate, "-c", "import grpc, google.protobuf")) {
        found = Optional.of(candidate);
      }
    }
    boolean usable = found.isPresent() && answers("protoc", "--version");
    if (!usable) {
      System.err.println(
          "GuideTest: the Python example is not run: python3-grpcio, python3-protobuf or"
              + " protobuf-compiler is missing; scripts/install-test-deps installs them");
    }
    assumeTrue(usable, "python3-grpcio, python3-protobuf and protobuf-compiler are needed");
    return found.orElseThrow();
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private List<String> run(List<String> command) throws Exception {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("PYTHONPATH", folder.toString());
    Process process = builder.start();
    List<String> lines = process.inputReader(UTF_8).readAllLines();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return lines;
  }
}
