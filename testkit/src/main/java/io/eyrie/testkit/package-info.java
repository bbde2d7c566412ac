// SPDX-License-Identifier: Apache-2.0

/**
 * What a plugin author tests his plugin with: an in-memory host that goes through the plugin's
 * public door, checks of the contract, and jars to load.
 *
 * <pre>{@code
 * SourceContract.of(new MyPlugin().sources().getFirst())
 *     .config(Map.of("files", List.of(fixture.toString())))
 *     .events(12)
 *     .malformed(1)
 *     .verify(temporaryFolder);
 * }</pre>
 *
 * <p>Failures are {@link java.lang.AssertionError}s that list every fault at once, so the kit works
 * with any test framework. It depends on the plugin API alone; only the package {@code cloudtrail},
 * for Eyrie's own source, wants a JSON library.
 */
@NullMarked
package io.eyrie.testkit;

import org.jspecify.annotations.NullMarked;
