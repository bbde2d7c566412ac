// SPDX-License-Identifier: Apache-2.0
/** Messages of Falco's output service, generated from their proto. */
@NullMarked
package io.eyrie.output.grpc.falco.outputs;

import org.jspecify.annotations.NullMarked;
