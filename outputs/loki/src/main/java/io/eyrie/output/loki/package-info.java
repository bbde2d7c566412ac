// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code loki}: alerts as log lines in Grafana Loki.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: loki
 *     config:
 *       url: http://loki:3100
 *       labels: [cluster=prod]
 * }</pre>
 */
@NullMarked
package io.eyrie.output.loki;

import org.jspecify.annotations.NullMarked;
