// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.util.Map;

/**
 * What one instance has counted since its worker started.
 *
 * @param events events judged
 * @param alerts alerts raised, folded ones included
 * @param malformed records that were no events, by kind
 * @param lost events that the source could not hand over
 */
record Counts(long events, long alerts, Map<String, Long> malformed, long lost) {}
