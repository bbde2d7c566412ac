// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.Entry;
import io.eyrie.engine.syntax.Comparison;
import io.eyrie.engine.syntax.Expr.Term;
import java.util.List;

/**
 * An exception of a rule after all files had their say.
 *
 * @param single whether {@code fields} is one text, so that each value is one of a list
 * @param fields what is compared
 * @param comps as many, as written or by default
 * @param values the rows, or the values of a single field; nothing is excepted when there are none
 * @param trail the item that defined it
 */
public record ExceptionDefinition(
    Text name,
    boolean single,
    List<Term> fields,
    List<Comparison> comps,
    List<Entry> values,
    Trail trail) {}
