// SPDX-License-Identifier: Apache-2.0

/** The module layer, told by its tests: real jars in real folders. */
@NullMarked
package io.eyrie.server.modules;

import org.jspecify.annotations.NullMarked;
