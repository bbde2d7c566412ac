// SPDX-License-Identifier: Apache-2.0
/**
 * Outputs: what carries alerts away. A {@link io.eyrie.api.output.PushOutput} is given batches; a
 * {@link io.eyrie.api.output.ServingOutput} reads the alert log for its own clients.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.output;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
