// SPDX-License-Identifier: Apache-2.0
/** Messages of Falco's version service, generated from their proto. */
@NullMarked
package io.eyrie.output.grpc.falco.version;

import org.jspecify.annotations.NullMarked;
