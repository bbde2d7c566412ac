// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code alertmanager}: alerts for the Alertmanager of Prometheus.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: alertmanager
 *     config:
 *       urls: [http://alertmanager-1:9093, http://alertmanager-2:9093]
 *       label_fields: [k8s.ns.name]
 * }</pre>
 */
@NullMarked
package io.eyrie.output.alertmanager;

import org.jspecify.annotations.NullMarked;
