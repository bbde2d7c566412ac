// SPDX-License-Identifier: Apache-2.0
/**
 * The fields that rules may use of system calls, and how each is read from the current event and
 * what is known of the system.
 *
 * <pre>{@code
 * SyscallExtraction extraction = new SyscallExtraction(event, demand);
 * extraction.extract(0, value);
 * }</pre>
 *
 * <p>Adding a field is a row in {@link io.eyrie.syscall.was.field.FieldCatalogue}.
 */
@NullMarked
package io.eyrie.syscall.was.field;

import org.jspecify.annotations.NullMarked;
