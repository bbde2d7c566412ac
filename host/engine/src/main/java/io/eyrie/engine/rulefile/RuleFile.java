// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * The raw items of one rule file, in their order.
 *
 * @param source the file's text
 * @param items those that could be read; for the others there are diagnostics
 * @param schemaProblems what Falco's schema for rule files says against the first document; nothing
 *     when it could not be asked, as for a file that is no YAML or is empty
 */
public record RuleFile(
    SourceText source, List<Item> items, Optional<List<String>> schemaProblems) {}
