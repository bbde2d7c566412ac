// SPDX-License-Identifier: Apache-2.0
/**
 * Folders that are needed for a while: copies of plugin jars, what a replay or a demo writes.
 *
 * <pre>{@code
 * Path folder = Files.createTempDirectory("eyrie-");
 * ScratchFolder.delete(folder);
 * }</pre>
 */
@NullMarked
package io.eyrie.server.scratch;

import org.jspecify.annotations.NullMarked;
