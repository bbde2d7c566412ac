// SPDX-License-Identifier: Apache-2.0

/**
 * A source of lines in files: byte offsets as positions, read again from where they were committed.
 */
@NullMarked
package io.eyrie.proof.file;

import org.jspecify.annotations.NullMarked;
