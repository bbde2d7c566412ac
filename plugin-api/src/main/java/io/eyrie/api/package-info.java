// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between Eyrie's host and its plugins: everything that a plugin may see, and nothing
 * else.
 *
 * <p>A plugin jar names, in its manifest's {@code Plugin-Class}, one public class with a public
 * no-argument constructor that implements {@link io.eyrie.api.Plugin}:
 *
 * <pre>{@code
 * public final class HelloPlugin implements Plugin {
 *   @Override
 *   public List<SourceProvider> sources() {
 *     return List.of(new HelloSourceProvider());
 *   }
 * }
 * }</pre>
 *
 * <p>The data goes one way. A {@link io.eyrie.api.source.SourceProvider} declares an event source
 * as data and opens {@link io.eyrie.api.source.Source}s; a source hands its events to the host's
 * {@link io.eyrie.api.source.EventSink}, which judges them by the loaded rules and asks, through an
 * {@link io.eyrie.api.field.Extraction}, for just the fields that those rules need; the {@link
 * io.eyrie.api.alert.Alert}s that follow are stored and carried away by {@link
 * io.eyrie.api.output.Output}s.
 *
 * <p>At run time this contract refers to {@code java.*} only. A plugin logs through {@link
 * System.Logger}, which the host routes into its own log.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
