// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.time.Duration;

/**
 * How much of the past is kept.
 *
 * @param maxSize bytes, at least 1 MiB
 * @param maxAge more than nothing
 */
public record StoreConfig(long maxSize, Duration maxAge) {}
