// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.syscall.field.FieldCatalogue;
import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.testkit.RecordingMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Judges captures by rules with the real engine, as the host does it, and keeps what matched. */
final class Judged implements EventSink {

  static final Limits LIMITS = new Limits(65536, 1_000_000);

  final List<Match> matches = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();

  private final Evaluator evaluator;
  private long number;

  private Judged(RuleIndex index, Extraction extraction) {
    evaluator =
        new Evaluator(
            index,
            extraction,
            new EvaluatorSettings("replay", "host", ZoneOffset.UTC, RuleMatching.ALL),
            (rule, cause) -> {
              throw new AssertionError(rule, cause);
            });
  }

  /** No host has a name. */
  static HostNames noNames() {
    return new HostNames(HostLookup.NOWHERE, Duration.ofMinutes(1), new RecordingMetrics());
  }

  static SourceDeclaration declaration() {
    return SourceDeclaration.builder("syscall")
        .eventTypes(EventTypes.names())
        .fields(FieldCatalogue.fields())
        .build();
  }

  static Judged of(Path rules, Path... captures) throws Exception {
    LoadResult loaded = new RuleCompiler(List.of(declaration())).load(List.of(rules));
    if (!loaded.errors().isEmpty()) {
      throw new AssertionError(
          loaded.errors().stream().map(CaretRenderer::render).collect(Collectors.joining("\n")));
    }
    RuleIndex index = loaded.rules().orElseThrow().index("syscall").orElseThrow();
    List<String> inputs = new ArrayList<>();
    for (Path capture : captures) {
      inputs.add(capture.toString());
    }
    try (CaptureSource source = CaptureSource.open(inputs, LIMITS, noNames())) {
      BitSet all = new BitSet();
      all.set(0, EventTypes.names().size());
      source.enable(all);
      Judged judged = new Judged(index, source.bind(index.demand()));
      while (source.poll(judged) != Progress.END) {}
      return judged;
    }
  }

  @Override
  public void partition(String partition) {}

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    evaluator.evaluate(eventType, timeNanos, ++number, matches::add);
  }

  @Override
  public void skipped(long events) {
    number += events;
  }

  @Override
  public void checkpoint(long ticket) {}

  @Override
  public void checkpoint(long ticket, Position position) {}

  @Override
  public void lost(Loss loss) {
    throw new AssertionError(loss);
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    malformed.add(kind + " " + place + ": " + reason);
  }
}
