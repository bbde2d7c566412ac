// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to receivers of alerts, and what their answers mean for delivery.
 *
 * <p>A private library: each output that speaks HTTP carries its own copy. Such an output declares
 * the keys that all have in common, makes a body of a batch and sends it; whatever comes back other
 * than success is a {@link io.eyrie.api.error.PluginException} that says whether the batch is worth
 * another try, and holds no secret.
 *
 * <pre>{@code
 * HttpOptions.declare(keys);
 * HttpSender sender = HttpOptions.sender(config, Credentials.of(config), List.of());
 * sender.deliver(HttpMessage.post(receiver, "application/json", body));
 * }</pre>
 */
@NullMarked
package io.eyrie.httpclient;

import org.jspecify.annotations.NullMarked;
