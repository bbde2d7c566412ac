// SPDX-License-Identifier: Apache-2.0

/**
 * Records of files, folders and standard input: found, read, followed, and found again after a
 * restart or a rotation.
 *
 * <p>Files are read one after the other in the order of their names; how far each has come is a
 * {@link io.eyrie.api.source.Position} whose partition is the file's path:
 *
 * <pre>
 * /var/log/kubernetes/audit.log
 *   -> 2 81920 37 TOP true 1024 8f3a01c2 1 true 81920 1769860800000 (dev=803,ino=5211) /var/log/...
 * </pre>
 *
 * <p>A file that was renamed is known again by what the file system knows it by, and what is still
 * to be read of it is read under its former name, before the file that took its place.
 */
@NullMarked
package io.eyrie.jsonlog.file;

import org.jspecify.annotations.NullMarked;
