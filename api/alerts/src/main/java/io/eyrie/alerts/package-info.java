// SPDX-License-Identifier: Apache-2.0
/**
 * A client for subscribers: {@link io.eyrie.alerts.AlertClient} connects to an Eyrie host, {@link
 * io.eyrie.alerts.AlertStream} gives its alerts one after the other and goes on where it was after
 * every break.
 *
 * <pre>{@code
 * try (AlertClient client = AlertClient.connect("127.0.0.1:7411");
 *     AlertStream stream = client.subscribe(SubscribeRequest.getDefaultInstance())) {
 *   while (true) {
 *     Optional<SubscribeResponse> step = stream.next(Duration.ofSeconds(1));
 *     step.filter(SubscribeResponse::hasAlert).ifPresent(found -> handle(found.getAlert()));
 *     step.ifPresent(done -> remember(done.getToken()));
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.alerts;

import org.jspecify.annotations.NullMarked;
