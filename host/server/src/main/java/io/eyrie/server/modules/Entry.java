// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.source.SourceProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's entry object together with what it said it brings.
 *
 * @param plugin the instance of the {@code Plugin-Class}
 */
record Entry(Plugin plugin, List<SourceProvider> sources, List<OutputProvider> outputs) {

  private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

  /**
   * Makes the entry and asks it what it brings, on a thread of its own: a plugin that hangs there
   * can't be stopped, but must not hold up the others.
   *
   * @throws PluginRefused if it fails, or is not done in time
   */
  static Entry make(String id, String className, ClassLoader loader, Duration patience)
      throws PluginRefused {
    FutureTask<Entry> task = new FutureTask<>(() -> ask(className, loader));
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("eyrie-start-" + id)
            .inheritInheritableThreadLocals(false)
            .unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("plugin {} hangs at {}", id, List.of(thread.getStackTrace()));
      thread.interrupt();
      throw PluginRefused.forGood(
          "has not started within "
              + patience.toSeconds()
              + " s: the constructor of "
              + className
              + ", sources() or outputs() does not return; its thread "
              + thread.getName()
              + " can't be ended and its memory not be freed before the host restarts");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginRefused("the host was stopped while it started");
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      if (failure instanceof PluginRefused refused) {
        throw refused;
      }
      LOG.debug("plugin {} failed to start", id, failure);
      throw PluginRefused.forGood(WhyNot.started(className, failure == null ? e : failure));
    }
  }

  private static Entry ask(String className, ClassLoader loader)
      throws ReflectiveOperationException, PluginRefused {
    Class<?> type = loader.loadClass(className);
    if (!Plugin.class.isAssignableFrom(type)) {
      throw PluginRefused.forGood(
          implementsCopy(type)
              ? "the jar has a copy of the plugin API of its own, which hides the host's; leave it"
                  + " out of the jar (Maven: scope provided)"
              : "Plugin-Class " + className + " does not implement " + Plugin.class.getName());
    }
    Plugin plugin = (Plugin) type.getConstructor().newInstance();
    List<SourceProvider> sources = copy(plugin.sources(), "sources()");
    List<OutputProvider> outputs = copy(plugin.outputs(), "outputs()");
    Set<String> names = new HashSet<>();
    for (SourceProvider source : sources) {
      String name = present(source.declaration(), "declaration()").name();
      if (!names.add(name)) {
        throw PluginRefused.forGood("brings the source " + name + " twice");
      }
    }
    names.clear();
    for (OutputProvider output : outputs) {
      String name = present(output.name(), "name() of an output");
      present(output.config(), "config() of the output " + name);
      if (!names.add(name)) {
        throw PluginRefused.forGood("brings the output " + name + " twice");
      }
    }
    return new Entry(plugin, sources, outputs);
  }

  private static boolean implementsCopy(@Nullable Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> implemented : c.getInterfaces()) {
        if (implemented.getName().equals(Plugin.class.getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static <T> List<T> copy(@Nullable List<T> list, String what) throws PluginRefused {
    for (@Nullable T element : present(list, what)) {
      present(element, "an element of " + what);
    }
    return List.copyOf(present(list, what));
  }

  /** Plugins are not ours: what the contract forbids may still come. */
  private static <T> T present(@Nullable T value, String what) throws PluginRefused {
    if (value == null) {
      throw PluginRefused.forGood(what + " is null, which the plugin API does not allow");
    }
    return value;
  }
}
