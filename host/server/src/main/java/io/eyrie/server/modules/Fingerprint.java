// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** By what a file is known to have changed: size, time of change and identity on disk. */
record Fingerprint(long size, FileTime modified, @Nullable Object key) {

  static Fingerprint of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Fingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
