// SPDX-License-Identifier: Apache-2.0

/**
 * The module layer: plugin jars on disk become running {@linkplain
 * io.eyrie.server.modules.LoadedPlugin plugins}, and follow the folder while the host runs.
 *
 * <p>PF4J owns descriptors, discovery and life cycle; an embedded Apache Felix framework owns class
 * space. Each jar is copied once into a directory of this process, installed there as a bundle, and
 * resolved against what the host exports: the plugin API, the JDK and, for native plugins, jnr-ffi.
 * So a plugin sees its own libraries and those packages, and nothing else of the host.
 *
 * <pre>{@code
 * try (Modules modules = Modules.open(settings)) {
 *   start(modules.loaded());             // what is there now
 *   modules.follow(listener);            // what comes, changes and goes from now on
 * }
 * }</pre>
 *
 * <p>Everything that changes modules runs on one thread, {@code eyrie-modules}: PF4J and the wiring
 * of the framework are never touched by two threads at once. This is the only package that may see
 * {@code org.pf4j}, {@code org.osgi} and Felix.
 */
@NullMarked
package io.eyrie.server.modules;

import org.jspecify.annotations.NullMarked;
