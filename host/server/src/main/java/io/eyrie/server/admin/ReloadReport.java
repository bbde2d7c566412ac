// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * What came of a reload.
 *
 * @param loaded whether the new rules are in force; if not the old ones stay
 * @param revision the revision in force now
 * @param rules how many rules are loaded
 * @param problems everything that was wrong, each rendered for people
 * @param warnings the same for what was only suspicious
 */
public record ReloadReport(
    boolean loaded, String revision, int rules, List<String> problems, List<String> warnings) {}
