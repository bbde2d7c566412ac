// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.server.scratch.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All plugins of a folder, loaded for a while without a home: what they need on disk is in a
 * temporary folder, which is deleted with this.
 */
public final class TemporaryModules implements AutoCloseable {

  /** They are loaded once; nobody looks at the folder again. */
  private static final Duration NEVER = Duration.ofDays(1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path scratch;
  private final Modules modules;

  private TemporaryModules(Path scratch, Modules modules) {
    this.scratch = scratch;
    this.modules = modules;
  }

  /**
   * Loads every plugin of the folder that can be loaded.
   *
   * @param plugins the folder; a missing one counts as empty
   * @throws IOException if there is no room among the temporary files
   */
  public static TemporaryModules open(Path plugins) throws IOException {
    Path scratch = Files.createTempDirectory("eyrie-plugins-");
    try {
      return new TemporaryModules(
          scratch,
          Modules.open(new Modules.Settings(plugins, scratch, NEVER, PATIENCE, _ -> true)));
    } catch (IOException | RuntimeException e) {
      ScratchFolder.discard(scratch);
      throw e;
    }
  }

  /** The folder for temporary files, for others, too. */
  public Path scratch() {
    return scratch;
  }

  /** The plugins. */
  public Modules modules() {
    return modules;
  }

  /** The plugins that could be loaded. */
  public List<LoadedPlugin> loaded() {
    return modules.loaded();
  }

  @Override
  public void close() {
    modules.close();
    ScratchFolder.discard(scratch);
  }
}
