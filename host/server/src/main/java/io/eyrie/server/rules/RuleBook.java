// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Loads the configured rule files and numbers what came of it.
 *
 * <p>Safe for several threads.
 */
public final class RuleBook {

  private final List<Path> paths;
  private final Priority minimum;
  private final RuleSelection selection;
  private final AtomicLong loads;

  /**
   * A book of these files.
   *
   * @param paths files and folders
   * @param minimum rules less severe than this are not active
   * @param selection what the operator switches on and off
   */
  public RuleBook(List<Path> paths, Priority minimum, RuleSelection selection) {
    this(paths, minimum, selection, new AtomicLong());
  }

  private RuleBook(List<Path> paths, Priority minimum, RuleSelection selection, AtomicLong loads) {
    this.paths = List.copyOf(paths);
    this.minimum = minimum;
    this.selection = selection;
    this.loads = loads;
  }

  /** A book of other files, whose revisions go on where those of this one are. */
  public RuleBook of(List<Path> otherPaths, Priority otherMinimum, RuleSelection otherSelection) {
    return new RuleBook(otherPaths, otherMinimum, otherSelection, loads);
  }

  /** The files and folders. */
  public List<Path> paths() {
    return paths;
  }

  /**
   * Loads the files as they are now.
   *
   * @param sources what the loaded plugins declare; rules of other sources sleep
   * @throws RulesRefused if any file has an error
   */
  public RuleEdition load(List<SourceDeclaration> sources) throws RulesRefused {
    LoadResult result = new RuleCompiler(sources, minimum, selection).load(RuleFiles.of(paths));
    if (result.rules().isEmpty()) {
      throw new RulesRefused(result.errors());
    }
    String revision =
        "%d-%08x".formatted(loads.incrementAndGet(), result.rules().get().rules().hashCode());
    return new RuleEdition(revision, result.rules().get(), sources, result.warnings());
  }
}
