// SPDX-License-Identifier: Apache-2.0
/** Priorities and sources in the numbers of Falco, generated from their proto. */
@NullMarked
package io.eyrie.output.grpc.falco.schema;

import org.jspecify.annotations.NullMarked;
