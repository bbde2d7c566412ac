// SPDX-License-Identifier: Apache-2.0
/**
 * The one exception that crosses between host and plugins: {@link
 * io.eyrie.api.error.PluginException}, with a code, a kind and whether a retry makes sense.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
