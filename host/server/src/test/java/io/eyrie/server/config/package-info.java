// SPDX-License-Identifier: Apache-2.0

/** Every mistake of a configuration has a file here, with what Eyrie says of it beside. */
@NullMarked
package io.eyrie.server.config;

import org.jspecify.annotations.NullMarked;
