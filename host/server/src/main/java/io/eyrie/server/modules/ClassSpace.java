// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded OSGi framework, used for class loaders alone: it installs jars, wires them to what
 * the host exports, and drops them. Bundles are resolved but never started, so that no code of a
 * plugin runs here.
 */
final class ClassSpace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClassSpace.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Felix framework;
  private final FrameworkWiring wiring;

  private ClassSpace(Felix framework) {
    this.framework = framework;
    this.wiring = framework.adapt(FrameworkWiring.class);
  }

  /**
   * Starts the framework. Its threads are daemons only if the calling thread is one, since one of
   * them inherits that.
   *
   * @param storage an empty or missing directory of this process alone
   */
  static ClassSpace open(Path storage, HostExports exports) throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    settings.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, exports.system());
    settings.put(Constants.FRAMEWORK_BOOTDELEGATION, exports.jdk());
    settings.put("felix.bootdelegation.implicit", "false");
    settings.put("felix.service.urlhandlers", "false");
    settings.put("felix.resolver.parallelism", "1");
    settings.put("felix.log.logger", new FelixLog());
    Felix framework = new Felix(settings);
    try {
      framework.init();
      framework.start();
      ClassSpace space = new ClassSpace(framework);
      // Felix resolves nothing before the thread that refreshes has been asked for once.
      space.refresh(List.of());
      return space;
    } catch (BundleException e) {
      throw new IOException("the module framework does not start in " + storage, e);
    }
  }

  /**
   * Installs a jar that stays in its place, unchanged, until it is {@linkplain #uninstall
   * uninstalled}.
   */
  Bundle install(Path jar) throws PluginRefused {
    try {
      return framework.getBundleContext().installBundle("reference:" + jar.toUri());
    } catch (BundleException e) {
      throw PluginRefused.forGood("its manifest is no good as a bundle's: " + e.getMessage());
    }
  }

  /** Wires an installed jar to the packages it wants, and gives its class loader. */
  ClassLoader resolve(Bundle bundle) throws PluginRefused {
    if (!wiring.resolveBundles(List.of(bundle))) {
      throw new PluginRefused(WhyNot.resolved(bundle, wiring));
    }
    return bundle.adapt(BundleWiring.class).getClassLoader();
  }

  /** The bundles that would lose classes if this one went. */
  Set<Bundle> dependants(Bundle bundle) {
    Set<Bundle> others = new HashSet<>(wiring.getDependencyClosure(List.of(bundle)));
    others.remove(bundle);
    return others;
  }

  /** Uninstalls a bundle and waits until the framework holds nothing of it any more. */
  void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("a plugin's copy {} could not be let go: {}", bundle.getLocation(), e.toString());
    }
    refresh(List.of(bundle));
  }

  private void refresh(Collection<Bundle> bundles) {
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring.refreshBundles(bundles, _ -> refreshed.countDown());
    try {
      if (!refreshed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the module framework has not let go of {} within {}", bundles, PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(PATIENCE.toMillis());
    } catch (BundleException e) {
      LOG.warn("the module framework did not stop: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
