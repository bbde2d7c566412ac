// SPDX-License-Identifier: Apache-2.0
/** What is loaded now: rules and sources, for outputs that describe them to their clients. */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.catalogue;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
