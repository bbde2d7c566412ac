// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of this process: those wanted of the folder when it was opened, and from {@link
 * #follow} on those that are dropped in, replaced or removed.
 *
 * <p>Safe for several threads. Everything that loads or unloads runs on the thread {@code
 * eyrie-modules}; {@link #list()} and {@link #loaded()} never wait for it.
 *
 * <p>The folder is looked at, not watched: file change notices do not come from network file
 * systems and say nothing of a file being complete, so each look compares size, time and identity
 * of the jars, and takes a changed one when two looks in a row find it the same.
 */
public final class Modules implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Modules.class);

  private final ScheduledExecutorService thread;
  private final Settings settings;
  private final ProcessDirectory directory;
  private final ClassSpace space;
  private final PluginFolder folder;

  private volatile @Nullable Thread worker;

  /**
   * Where plugins are and how they are followed.
   *
   * @param plugins the folder; a missing one counts as empty
   * @param home where this process may keep copies of the jars, in {@code modules/}
   * @param interval how often the folder is looked at once it is followed
   * @param patience how long an entry may take to start
   * @param wanted which plugins are loaded, by their ids; with them what they depend on
   */
  public record Settings(
      Path plugins,
      Path home,
      Duration interval,
      Duration patience,
      Predicate<? super String> wanted) {

    /** All plugins, with a look twice a second, and ten seconds for an entry to start. */
    public static Settings of(Path plugins, Path home) {
      return new Settings(plugins, home, Duration.ofMillis(500), Duration.ofSeconds(10), _ -> true);
    }
  }

  private Modules(
      ScheduledExecutorService thread,
      Settings settings,
      ProcessDirectory directory,
      ClassSpace space,
      PluginFolder folder) {
    this.thread = thread;
    this.settings = settings;
    this.directory = directory;
    this.space = space;
    this.folder = folder;
  }

  /**
   * Loads every wanted plugin of the folder that can be loaded; the others are in {@link #list()}
   * with the reason.
   *
   * @throws IOException if the process can't have a directory of its own, neither in the home nor
   *     among the temporary files
   */
  public static Modules open(Settings settings) throws IOException {
    return begin(settings).await();
  }

  /** Begins to {@linkplain #open open} modules, on their own thread, and returns at once. */
  public static Opening begin(Settings settings) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("eyrie-modules").factory());
    return new Opening(thread, thread.submit(() -> load(thread, settings)));
  }

  /** Modules that are being opened. */
  public static final class Opening implements AutoCloseable {

    private final ScheduledExecutorService thread;
    private final Future<Modules> coming;

    private Opening(ScheduledExecutorService thread, Future<Modules> coming) {
      this.thread = thread;
      this.coming = coming;
    }

    /**
     * Waits for them; an interrupt is kept for later.
     *
     * @throws IOException as {@link Modules#open} does
     */
    public Modules await() throws IOException {
      try {
        return Modules.await(coming);
      } catch (IOException | RuntimeException | Error e) {
        thread.shutdownNow();
        throw e;
      }
    }

    /** Waits for them and closes them, unless that was done or there are none. */
    @Override
    public void close() {
      Modules opened;
      try {
        opened = await();
      } catch (IOException | RuntimeException | Error e) {
        LOG.debug("no modules were opened", e);
        return;
      }
      opened.close();
    }
  }

  private static Modules load(ScheduledExecutorService thread, Settings settings)
      throws IOException {
    HostExports exports = HostExports.ofThisHost();
    ProcessDirectory directory = ProcessDirectory.make(settings.home());
    try {
      Path copies = Files.createDirectory(directory.path().resolve("jars"));
      ClassSpace space = ClassSpace.open(directory.path().resolve("bundles"), exports);
      Lifecycle lifecycle = new Lifecycle(settings.plugins(), exports.apiVersion());
      PluginFolder folder =
          new PluginFolder(
              lifecycle,
              space,
              copies,
              exports.apiVersion(),
              settings.patience(),
              settings.wanted());
      if (!Files.isDirectory(settings.plugins())) {
        LOG.warn("the plugins folder {} is not there; no plugin is loaded", settings.plugins());
      }
      folder.look(false);
      Modules modules = new Modules(thread, settings, directory, space, folder);
      modules.worker = Thread.currentThread();
      return modules;
    } catch (IOException | RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** What became of every jar of the folder, by file name. */
  public List<ModuleStatus> list() {
    return folder.list();
  }

  /** The plugins that run now, in the order in which they were loaded. */
  public List<LoadedPlugin> loaded() {
    return folder.loaded();
  }

  /**
   * From now on follows the folder and tells the listener what changes. Plugins that are {@link
   * #loaded()} already are not told. To be called once.
   */
  public void follow(ModuleListener listener) {
    onThread(() -> {
      folder.tell(listener);
      long millis = settings.interval().toMillis();
      // Kept by the executor: it ends with it.
      var _ =
          thread.scheduleWithFixedDelay(this::lookQuietly, millis, millis, TimeUnit.MILLISECONDS);
      return null;
    });
  }

  /**
   * Loads what is wanted from now on, and returns when it is loaded. The listener hears of it, and
   * so must not wait for the caller. What runs already goes on, also when it is wanted no longer.
   *
   * @param ids which plugins are wanted, by their ids
   */
  public void want(Predicate<? super String> ids) {
    onThread(() -> {
      folder.want(ids);
      return null;
    });
  }

  /**
   * Takes the folder as it is now, without waiting for files to settle, and returns when all
   * changes are done. The listener hears of them.
   */
  public void rescan() {
    onThread(() -> {
      folder.look(false);
      return null;
    });
  }

  private void lookQuietly() {
    try {
      folder.look(true);
    } catch (RuntimeException | Error e) {
      LOG.error("the plugins folder {} could not be looked at", settings.plugins(), e);
    }
  }

  private void onThread(Callable<@Nullable Void> task) {
    if (Thread.currentThread() == worker) {
      throw new IllegalStateException(
          "called on the modules' own thread, which would wait for itself");
    }
    try {
      await(thread.submit(task));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T extends @Nullable Object> T await(Future<T> future) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case IOException cause -> throw cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> throw new IllegalStateException(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Unloads all plugins, whose instances the host has closed before, and removes the copies. Tells
   * the listener nothing.
   */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    onThread(() -> {
      folder.unloadAll();
      space.close();
      directory.close();
      return null;
    });
    thread.shutdownNow();
  }
}
