// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSettings;
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
  private final RuleSettings settings;
  private final AtomicLong loads;

  /**
   * A book of these files.
   *
   * @param paths files and folders
   * @param settings what the operator says about the rules
   */
  public RuleBook(List<Path> paths, RuleSettings settings) {
    this(paths, settings, new AtomicLong());
  }

  private RuleBook(List<Path> paths, RuleSettings settings, AtomicLong loads) {
    this.paths = List.copyOf(paths);
    this.settings = settings;
    this.loads = loads;
  }

  /** A book of other files, whose revisions go on where those of this one are. */
  public RuleBook of(List<Path> otherPaths, RuleSettings otherSettings) {
    return new RuleBook(otherPaths, otherSettings, loads);
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
    LoadResult result = new RuleCompiler(sources, settings).load(RuleFiles.of(paths));
    if (result.rules().isEmpty()) {
      throw new RulesRefused(result.errors());
    }
    int meaning = 31 * result.rules().get().rules().hashCode() + settings.fingerprint();
    String revision = "%d-%08x".formatted(loads.incrementAndGet(), meaning);
    return new RuleEdition(revision, result.rules().get(), sources, result.warnings());
  }
}
