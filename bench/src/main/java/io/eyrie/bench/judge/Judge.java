// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.judge;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Judges each event that a source gives it, and counts events and matches. */
public final class Judge implements EventSink {

  private final Evaluator evaluator;
  private long number;
  private long matches;

  /** Judges by these rules what the extraction stands at. */
  public Judge(RuleIndex index, Extraction extraction) {
    evaluator =
        new Evaluator(
            index,
            extraction,
            new EvaluatorSettings("replay", "host", ZoneOffset.UTC, RuleMatching.FIRST),
            (rule, cause) -> {
              throw new IllegalStateException(rule, cause);
            });
  }

  /** Loads the rules of a source, which must be without an error. */
  public static RuleIndex index(SourceDeclaration declaration, List<Path> files) {
    LoadResult loaded = new RuleCompiler(List.of(declaration)).load(files);
    return loaded
        .rules()
        .orElseThrow(() ->
            new IllegalStateException(
                loaded.errors().stream().map(CaretRenderer::render).collect(Collectors.joining())))
        .index(declaration.name())
        .orElseThrow();
  }

  /** How many events were given. */
  public long events() {
    return number;
  }

  /** How many rules matched. */
  public long matches() {
    return matches;
  }

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    number++;
    matches += evaluator.evaluate(eventType, timeNanos, number, _ -> {});
  }

  @Override
  public void skipped(long events) {
    number += events;
  }

  @Override
  public void partition(String partition) {}

  @Override
  public void checkpoint(long ticket) {}

  @Override
  public void checkpoint(long ticket, Position position) {}

  @Override
  public void lost(Loss loss) {}

  @Override
  public void malformed(String kind, String place, String reason) {
    throw new IllegalStateException(kind + " " + place + ": " + reason);
  }
}
