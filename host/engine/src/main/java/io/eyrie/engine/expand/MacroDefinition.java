// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;

/**
 * A macro after all files had their say. It may use macros whose first item stands before its own
 * last one.
 *
 * @param first the number of the item that defined it first
 * @param last the number of the item that changed it last
 * @param firstFile the number of the file that defined it first
 * @param trail the last item that defined it as a whole
 */
public record MacroDefinition(
    Text name, Text condition, int first, int last, int firstFile, Trail trail) {}
