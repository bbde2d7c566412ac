// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file to read, as it was when it was listed.
 *
 * @param path as the operator wrote it, for messages
 * @param partition its absolute path, for positions
 * @param size in bytes
 * @param modified milliseconds since the epoch
 * @param key what the file system knows it by, whatever its name; {@code -} when that is not known
 * @param asked whether the operator asked for it; if not, it is one of his that has another name
 *     now
 */
record InputFile(Path path, String partition, long size, long modified, String key, boolean asked) {

  static InputFile of(Path path, BasicFileAttributes attributes, boolean asked) {
    return new InputFile(
        path,
        path.toAbsolutePath().normalize().toString(),
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        key(attributes),
        asked);
  }

  static String key(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? "-" : key.toString().replace(' ', '_');
  }
}
