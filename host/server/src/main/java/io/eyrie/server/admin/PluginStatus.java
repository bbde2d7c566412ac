// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * A plugin jar as the host found it.
 *
 * @param id the plugin's id; empty when the jar has none
 * @param version the plugin's version; empty when the jar has none
 * @param api the version of the plugin API that it wants; empty when it says none
 * @param state one word, such as {@code loaded} or {@code refused}
 * @param reason why it is not loaded; empty when it is
 * @param jar the file
 * @param sources the event sources it brings
 * @param outputs the outputs it brings
 */
public record PluginStatus(
    String id,
    String version,
    String api,
    String state,
    String reason,
    String jar,
    List<String> sources,
    List<String> outputs) {}
