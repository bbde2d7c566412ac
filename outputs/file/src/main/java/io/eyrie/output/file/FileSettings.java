// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * How a file of alerts is kept.
 *
 * @param path absolute
 * @param maxSize bytes; 0 for no bound
 * @param everyMillis rotated at each multiple of this since the epoch; 0 for never
 * @param maxFiles rotated ones that are kept; 0 for all
 * @param compress whether rotated ones are packed
 * @param sync whether each batch is forced to the disk
 */
record FileSettings(
    Path path,
    Set<PosixFilePermission> permissions,
    long maxSize,
    long everyMillis,
    int maxFiles,
    boolean compress,
    boolean sync) {

  FileSettings {
    permissions = Set.copyOf(permissions);
  }
}
