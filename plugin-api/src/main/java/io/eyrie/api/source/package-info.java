// SPDX-License-Identifier: Apache-2.0
/**
 * Event sources: how one declares itself, is opened, polled, and told what is safely stored.
 *
 * <p>The host runs each source instance on one thread of its own and calls it on no other:
 *
 * <pre>{@code
 * open(config, context)
 *   enable(types); bind(demand)          at the start and at every reload of rules
 *   poll(sink)                           again and again
 *     sink.partition(p)                  where the next events come from
 *     sink.accept(type, time, offset)    judged before it returns; extract(i, value) is called inside
 *     sink.checkpoint(ticket, position)  everything so far may be remembered
 *   committed(ticket)                    everything up to that checkpoint is on disk
 * close()
 * }</pre>
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.source;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
