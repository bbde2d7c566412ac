// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.expand.Definitions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What came of loading rule files. Immutable. */
public final class LoadResult {
  private final Optional<RuleSet> rules;
  private final List<Diagnostic> diagnostics;
  private final int leftOut;
  private final List<FileReport> files;
  private final List<LoadedRule> loaded;
  private final Definitions definitions;
  private final Supplier<Descriptions> descriptions;

  LoadResult(
      Optional<RuleSet> rules,
      List<Diagnostic> diagnostics,
      int leftOut,
      List<FileReport> files,
      List<LoadedRule> loaded,
      Definitions definitions,
      Supplier<Descriptions> descriptions) {
    this.rules = rules;
    this.diagnostics = List.copyOf(diagnostics);
    this.leftOut = leftOut;
    this.files = List.copyOf(files);
    this.loaded = List.copyOf(loaded);
    this.definitions = definitions;
    this.descriptions = descriptions;
  }

  /** The rules; empty when there was an error. */
  public Optional<RuleSet> rules() {
    return rules;
  }

  /**
   * The rules in their order with what the tools for their authors look into. Not for keeping: it
   * holds the whole text of the files.
   */
  public List<LoadedRule> loaded() {
    return loaded;
  }

  /** The lists and macros that the rules were written with. Not to be changed, nor for keeping. */
  public Definitions definitions() {
    return definitions;
  }

  /** All problems of all files, by file and place. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** How many more problems there were than are kept. */
  public int leftOut() {
    return leftOut;
  }

  /** The files in their order, those that can't be read included. */
  public List<FileReport> files() {
    return files;
  }

  /**
   * Describes the rules, macros and lists; made anew at each call, so that nothing of it stays in
   * memory.
   *
   * @throws IllegalStateException if the load was refused
   */
  public Descriptions describe() {
    if (rules.isEmpty()) {
      throw new IllegalStateException("rules that are refused can't be described");
    }
    return descriptions.get();
  }

  /** The problems that refused the load. */
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }

  /** The problems that did not. */
  public List<Diagnostic> warnings() {
    return diagnostics.stream().filter(d -> d.severity() == Severity.WARNING).toList();
  }
}
