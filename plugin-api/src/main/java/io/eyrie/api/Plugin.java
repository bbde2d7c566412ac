// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api;

import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.api.stability.Api;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The entry of a plugin: says which sources and outputs the jar brings.
 *
 * <p>The class named by {@code Plugin-Class} implements this interface and has a public no-argument
 * constructor. The host makes one instance when the plugin starts and calls each method once, on
 * one thread; a plugin does its work in the providers' {@code open}, not here. Every method has a
 * default, and new capabilities come as new methods with defaults, so that a plugin built today
 * goes on loading.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface Plugin {

  /** The event sources that this plugin can open; empty when it brings none. */
  default List<SourceProvider> sources() {
    return List.of();
  }

  /** The outputs that this plugin can open; empty when it brings none. */
  default List<OutputProvider> outputs() {
    return List.of();
  }
}
