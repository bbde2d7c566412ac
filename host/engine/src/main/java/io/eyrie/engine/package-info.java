// SPDX-License-Identifier: Apache-2.0
/**
 * The rule engine: rule files and the declarations of sources in, decisions out. A pure library: no
 * threads, no I/O but reading rule files.
 *
 * <pre>{@code
 * LoadResult result = new RuleCompiler(declarations).load(List.of(Path.of("rules.yaml")));
 * result.diagnostics().forEach(d -> System.err.print(CaretRenderer.render(d)));
 * RuleIndex index = result.rules().orElseThrow().index("aws_cloudtrail").orElseThrow();
 * Extraction extraction = source.bind(index.demand());
 * Evaluator evaluator = new Evaluator(index, extraction, settings, failures);
 * evaluator.evaluate(eventType, timeNanos, number, match -> { });
 * }</pre>
 *
 * <p>The stages are packages, each of which sees only those before it: {@code diag}, {@code
 * rulefile}, {@code syntax}, {@code expand}, {@code check}, {@code alert}, {@code plan}, {@code
 * run}. This package joins them.
 */
@NullMarked
package io.eyrie.engine;

import org.jspecify.annotations.NullMarked;
