// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code kafka}: alerts as records of a Kafka topic.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: kafka
 *     config:
 *       bootstrap_servers: [kafka-1:9092, kafka-2:9092]
 *       topic: eyrie-alerts
 * }</pre>
 */
@NullMarked
package io.eyrie.output.kafka;

import org.jspecify.annotations.NullMarked;
