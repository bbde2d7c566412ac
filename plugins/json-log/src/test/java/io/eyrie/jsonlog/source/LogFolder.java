// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Source;
import io.eyrie.jsonlog.field.JsonField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source of numbered records in a folder, what can be done to its files, and its host. */
abstract class LogFolder {

  static final JsonLog LOG =
      JsonLog.builder("test_log")
          .description("A log for tests.")
          .time("/at")
          .wrapper("Records")
          .fields(List.of(JsonField.text("t.n", "A number.", "/n")))
          .build();

  static final Field N = LOG.declaration().fields().getFirst();

  static final Map<String, Object> AUDIT_LOG = Map.of("files", "audit.log", "poll_interval", "1ms");
  static final Map<String, Object> FOLDER = Map.of("files", "logs", "poll_interval", "1ms");

  @TempDir Path folder;
  TestHost host;

  @BeforeEach
  void start() {
    host = new TestHost(folder);
  }

  static String record(int n) {
    return "{\"at\":\"2023-11-14T22:13:20Z\",\"n\":" + n + "}";
  }

  static String records(int from, int to, String separator) {
    List<String> all = new ArrayList<>();
    for (int n = from; n < to; n++) {
      all.add(record(n));
    }
    return String.join(separator, all);
  }

  static String lines(int from, int to) {
    return String.join("", IntStream.range(from, to).mapToObj(n -> record(n) + "\n").toList());
  }

  /** Opens a running instance; file names are taken within the test's folder. */
  Source open(Map<String, Object> config) throws PluginException {
    Map<String, Object> resolved = new java.util.HashMap<>(config);
    resolved.computeIfPresent(
        "files",
        (_, name) ->
            name.equals("-") || name instanceof List
                ? name
                : folder.resolve(name.toString()).toString());
    return LOG.open(Config.of(LOG.declaration().config(), resolved), host.context);
  }

  /** Opens a source that tells the number of each record. */
  Source following(Map<String, Object> config) throws Exception {
    Source source = open(config);
    host.bind(source, List.of(N));
    return source;
  }

  /** Reads files to their ends. */
  void replay(String... names) throws Exception {
    try (Source source = source(Arrays.asList(names))) {
      host.bind(source, List.of(N));
      host.drain(source);
    }
  }

  /** Opens a source that reads files to their ends. */
  Source source(List<String> names) throws PluginException {
    return LOG.replay(
        names.stream().map(name -> folder.resolve(name).toString()).toList(), host.context);
  }

  void untilEvents(Source source, int wanted) throws Exception {
    until(source, () -> host.events.size() == wanted);
  }

  void until(Source source, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("waited for 20 s; events: %s", host.events)
          .isLessThan(deadline);
      source.poll(host);
    }
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, name.endsWith(".gz") ? gzip(text) : text.getBytes(UTF_8));
  }

  void append(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
  }

  void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to));
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }
}
