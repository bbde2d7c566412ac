// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import org.osgi.framework.Bundle;

/** A plugin that runs, and the copy it runs from. */
record Running(StagedJar jar, Bundle bundle, LoadedPlugin loaded) {}
