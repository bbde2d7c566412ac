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
 *   -> 3 81920 37 TOP true 1024 8f3a01c2 1 true 81920 1769860800000 (dev=803,ino=5211) 1024:7b01 /var/log/...
 * </pre>
 *
 * <p>A path may lead to one file after the other: what is left of the one that was renamed,
 * compressed or copied is read under its former name, then those that had the path in between, then
 * the one that has it now; see {@link io.eyrie.jsonlog.file.Rotation}.
 */
@NullMarked
package io.eyrie.jsonlog.file;

import org.jspecify.annotations.NullMarked;
