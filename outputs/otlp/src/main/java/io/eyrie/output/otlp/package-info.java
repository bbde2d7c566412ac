// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code otlp}: alerts as log records of OpenTelemetry over OTLP/HTTP.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: otlp
 *     config:
 *       url: http://collector:4318
 * }</pre>
 */
@NullMarked
package io.eyrie.output.otlp;

import org.jspecify.annotations.NullMarked;
