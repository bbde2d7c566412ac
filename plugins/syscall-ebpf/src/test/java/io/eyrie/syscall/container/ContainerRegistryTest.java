// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.testkit.RecordingMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the worker of a source sees of containers, against a server that speaks as Docker does. */
final class ContainerRegistryTest {

  private static final long LIMIT_NANOS = 60_000_000_000L;

  @TempDir Path folder;

  private final RecordingMetrics metrics = new RecordingMetrics();
  private @Nullable PlainServer server;
  private @Nullable ContainerRegistry registry;

  @AfterEach
  void close() throws IOException {
    if (registry != null) {
      registry.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void theHostIsNeverAskedFor() {
    ContainerEntry host = registry(16).entry(ContainerRef.HOST);
    assertThat(host.pending()).isFalse();
    assertThat(host.engine()).isEqualTo(EngineType.HOST);
  }

  @Test
  void aContainerIsPendingUntilTheWorkerTakesTheAnswer() throws Exception {
    serve(_ -> named("web"));
    ContainerRegistry all = registry(16);
    ContainerEntry entry = all.entry(ref(1));
    assertThat(entry.pending()).isTrue();
    assertThat(entry.facts()).isNull();
    assertThat(arrived(all)).isSameAs(entry);
    assertThat(entry.pending()).isFalse();
    assertThat(String.valueOf(entry.facts())).contains("web");
    assertThat(all.entry(ref(1))).isSameAs(entry);
  }

  @Test
  void aContainerThatTheEngineTellsOfOnlyLaterIsAskedForAgainAtOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    serve(_ -> asked.incrementAndGet() < 3 ? PlainServer.missing() : named("late"));
    ContainerEntry entry = registry(16).entry(ref(1));
    assertThat(arrived(all())).isSameAs(entry);
    assertThat(String.valueOf(entry.facts())).contains("late");
  }

  @Test
  void aContainerThatNobodyKnowsIsSettledWithoutFacts() throws Exception {
    serve(_ -> PlainServer.missing());
    ContainerEntry entry = registry(16).entry(ref(1));
    assertThat(arrived(all())).isSameAs(entry);
    assertThat(entry.facts()).isNull();
    assertThat(entry.engine()).isEqualTo(EngineType.DOCKER);
    assertThat(all().troubles()).isEmpty();
  }

  @Test
  void withoutASocketAContainerIsSettledSilently() throws Exception {
    ContainerEntry entry = registry(16).entry(ref(1));
    assertThat(arrived(all())).isSameAs(entry);
    assertThat(all().troubles()).isEmpty();
  }

  @Test
  void aSocketThatCanNotBeAskedIsNamed() throws Exception {
    Files.writeString(socket(), "a file, no socket");
    registry(16).entry(ref(1));
    arrived(all());
    assertThat(all().troubles())
        .contains("docker " + socket())
        .contains("give access to the socket, or set engines.*.enabled to false");
  }

  @Test
  void anEngineThatIsSwitchedOffIsNotWaitedFor() {
    ContainerRegistry all = new ContainerRegistry(ContainerSettings.none(), metrics);
    registry = all;
    assertThat(all.entry(ref(1)).pending()).isFalse();
  }

  @Test
  void beyondTheBoundTheLongestUnusedIsForgotten() throws Exception {
    serve(_ -> named("web"));
    ContainerRegistry all = registry(16);
    ContainerEntry first = all.entry(ref(0));
    for (int i = 1; i < 16; i++) {
      all.entry(ref(i));
    }
    all.entry(ref(0));
    all.entry(ref(16));
    assertThat(all.entry(ref(0))).isSameAs(first);
    await(() -> {
      all.arrived();
      return first.facts() != null;
    });
  }

  @Test
  void labelsAreCutAtWholeCharacters() throws Exception {
    serve(_ ->
        PlainServer.json(
            "{\"Config\":{\"Labels\":{\"k\":\"" + "x".repeat(99) + "\uD83E\uDD85y\"}}}"));
    ContainerEntry entry = registry(16).entry(ref(1));
    arrived(all());
    ContainerFacts facts = entry.facts();
    assertThat(facts == null ? Map.of() : facts.labels()).isEqualTo(Map.of("k", "x".repeat(99)));
  }

  @Test
  void aRegistryThatIsClosedLeavesNoThread() throws Exception {
    serve(_ -> "");
    registry(16).entry(ref(1));
    await(() -> threads() > 0);
    all().close();
    assertThat(threads()).isZero();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("eyrie-containers-"))
        .count();
  }

  private Path socket() {
    return folder.resolve("docker.sock");
  }

  private void serve(UnaryOperator<String> answers) throws IOException {
    server = new PlainServer(socket(), answers);
  }

  private static String named(String name) {
    return PlainServer.json(
        "{\"Name\":\"/" + name + "\",\"NetworkSettings\":{\"IPAddress\":\"10.0.0.1\"}}");
  }

  private ContainerRegistry registry(int most) {
    ContainerRegistry made =
        new ContainerRegistry(
            new ContainerSettings(
                Map.of(EngineKind.DOCKER, List.of(socket().toString())), Path.of("/"), 100, most),
            metrics);
    registry = made;
    return made;
  }

  private ContainerRegistry all() {
    ContainerRegistry made = registry;
    if (made == null) {
      throw new IllegalStateException("no registry yet");
    }
    return made;
  }

  private static ContainerRef ref(int number) {
    return new ContainerRef("%064x".formatted(number), EngineType.DOCKER);
  }

  private static ContainerEntry arrived(ContainerRegistry all) {
    long until = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() - until < 0) {
      ContainerEntry entry = all.arrived();
      if (entry != null) {
        return entry;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nothing arrived");
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - until).isNegative();
      Thread.onSpinWait();
    }
  }
}
