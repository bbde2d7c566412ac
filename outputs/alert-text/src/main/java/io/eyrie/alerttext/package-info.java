// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts as text for people and as lines for programs, with what attackers wrote into them made
 * harmless.
 *
 * <p>A private library: each output's jar carries its own copy.
 *
 * <pre>{@code
 * AlertLine.declare(keys, "json");
 * AlertLine line = AlertLine.of(config, context.instance());
 * line.append(alert, text);
 * }</pre>
 */
@NullMarked
package io.eyrie.alerttext;

import org.jspecify.annotations.NullMarked;
