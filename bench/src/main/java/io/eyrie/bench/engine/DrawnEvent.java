// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawn event: its type and the bytes of its fields, null where the event does not have one.
 *
 * @param fields in the order of the workload's fields
 */
record DrawnEvent(int type, List<byte @Nullable []> fields) {}
