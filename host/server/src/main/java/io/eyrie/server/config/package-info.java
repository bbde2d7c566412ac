// SPDX-License-Identifier: Apache-2.0

/**
 * The configuration: {@code eyrie.yaml} and {@code -o key=value} to one {@link
 * io.eyrie.server.config.HostConfig}.
 *
 * <p>{@link io.eyrie.server.config.ConfigReader} takes the file through these steps, and each of
 * them goes on after a problem, so that the operator sees all of them at once:
 *
 * <ol>
 *   <li>SnakeYAML composes nodes with marks; they become {@link
 *       io.eyrie.server.config.ConfigNode}s, texts with places, so that no quirk of YAML's types
 *       matters;
 *   <li>overrides of the command line are put in;
 *   <li>environment variables are expanded;
 *   <li>the tree is held against {@link io.eyrie.server.config.HostKeys}, the one place where keys,
 *       types, defaults and their descriptions stand, and typed.
 * </ol>
 *
 * <p>What stands under an instance's {@code config} belongs to its plugin and is checked once that
 * is loaded, by {@link io.eyrie.server.config.PluginConfig#check}, in the same style:
 *
 * <pre>{@code
 * eyrie.yaml:7:7: error: unknown key 'adress' in the configuration of grpc [CONFIG_UNKNOWN_KEY]
 *   7 |       adress: 127.0.0.1:7411
 *     |       ^^^^^^
 *   hint: did you mean 'address'?
 * }</pre>
 */
@NullMarked
package io.eyrie.server.config;

import org.jspecify.annotations.NullMarked;
