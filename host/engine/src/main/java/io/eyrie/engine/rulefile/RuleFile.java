// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.SourceText;
import java.util.List;

/**
 * The raw items of one rule file, in their order.
 *
 * @param source the file's text
 * @param items those that could be read; for the others there are diagnostics
 */
public record RuleFile(SourceText source, List<Item> items) {}
