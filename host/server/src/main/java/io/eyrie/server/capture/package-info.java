// SPDX-License-Identifier: Apache-2.0
/**
 * Records what follows the match of a rule that asks for it ({@code capture: true}).
 *
 * <pre>{@code
 * RuleCaptures captures = new RuleCaptures(config, instance, alerts::append);
 * captures.opened(source);
 * captures.matched(definition, match);   while the event is judged
 * captures.polled(now);                  ends what is over
 * captures.closing();
 * }</pre>
 */
@NullMarked
package io.eyrie.server.capture;

import org.jspecify.annotations.NullMarked;
