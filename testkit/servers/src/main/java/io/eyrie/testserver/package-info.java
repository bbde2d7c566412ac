// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of outputs send, and where: alerts as the host makes them, receivers on the
 * loopback that keep what they got and answer as told, and certificates good and bad.
 *
 * <pre>{@code
 * try (HttpReceiver receiver = HttpReceiver.start()) {
 *   receiver.answer(429, Map.of("Retry-After", "7"), "slow down");
 *   // ... deliver to receiver.url() ...
 *   assertThat(receiver.received()).hasSize(1);
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.testserver;

import org.jspecify.annotations.NullMarked;
