// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import java.nio.file.Path;

/**
 * A file to read, as it was when it was listed.
 *
 * @param path as the operator wrote it, for messages
 * @param partition its absolute path, for positions
 * @param size in bytes
 * @param modified milliseconds since the epoch
 */
record InputFile(Path path, String partition, long size, long modified) {}
