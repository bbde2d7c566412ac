// SPDX-License-Identifier: Apache-2.0
/** How firmly each public type of the contract stands: {@link io.eyrie.api.stability.Api}. */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.stability;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
