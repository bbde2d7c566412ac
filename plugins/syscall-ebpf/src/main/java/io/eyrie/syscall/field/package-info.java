// SPDX-License-Identifier: Apache-2.0
/**
 * The fields that rules may use of system calls, and how each is read from the current event and
 * what is known of the system. Each family of fields has a class of its own, which lists its rows;
 * the catalogue is their sum.
 *
 * <pre>{@code
 * static List<FieldRow> rows() {
 *   return List.of(
 *       FieldRow.of(Field.of("thread.tid", FieldType.INT64, "Id of the thread."), ThreadFields::tid));
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.field;

import org.jspecify.annotations.NullMarked;
