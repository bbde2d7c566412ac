// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import java.util.List;

/**
 * A list after all files had their say; its items may be names of other lists.
 *
 * @param trail the last item that defined it as a whole
 */
public record ListDefinition(Text name, List<Text> items, Trail trail) {}
