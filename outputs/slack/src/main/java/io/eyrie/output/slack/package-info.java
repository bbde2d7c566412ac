// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code slack}: alerts as messages of Slack, and of chats that take the same web hook.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: slack
 *     config:
 *       webhook_url: ${SLACK_WEBHOOK}
 *       format: fields
 * }</pre>
 */
@NullMarked
package io.eyrie.output.slack;

import org.jspecify.annotations.NullMarked;
