// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration as data: a plugin declares its keys in a {@link io.eyrie.api.config.ConfigSchema};
 * the host checks {@code eyrie.yaml} against it and hands the plugin a {@link
 * io.eyrie.api.config.Config} that is complete and well typed.
 *
 * <pre>{@code
 * ConfigSchema schema =
 *     ConfigSchema.builder()
 *         .required("files", TEXT_LIST, "Files and folders to read.")
 *         .optional("poll_interval", DURATION, "1s", "How often folders are listed.")
 *         .build();
 * }</pre>
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
