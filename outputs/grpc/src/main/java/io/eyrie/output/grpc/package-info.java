// SPDX-License-Identifier: Apache-2.0

/** The gRPC output. */
@NullMarked
package io.eyrie.output.grpc;

import org.jspecify.annotations.NullMarked;
