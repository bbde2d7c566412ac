// SPDX-License-Identifier: Apache-2.0
/**
 * What a plugin tells about itself: {@link io.eyrie.api.observe.Metrics} and {@link
 * io.eyrie.api.observe.Health}.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.observe;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
