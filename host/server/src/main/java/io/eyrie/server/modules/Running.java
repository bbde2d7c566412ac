// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.nio.file.Path;
import org.osgi.framework.Bundle;

/** A plugin that runs, and the copy it runs from. */
record Running(StagedJar jar, Bundle bundle, LoadedPlugin loaded) {

  /** Where its jar lay when it was loaded. */
  Path path() {
    return jar.plugin().path();
  }
}
