// SPDX-License-Identifier: Apache-2.0
/**
 * Notices that files have changed: {@link io.eyrie.server.watch.FileWatch} compares what the files
 * look like now with what they looked like before.
 *
 * <p>It looks instead of listening. Looking at a dozen files twice a second costs nothing that can
 * be measured, and it sees what a listener misses: swapped symbolic links, mounted configuration
 * maps, network file systems, a folder that comes later.
 */
@NullMarked
package io.eyrie.server.watch;

import org.jspecify.annotations.NullMarked;
