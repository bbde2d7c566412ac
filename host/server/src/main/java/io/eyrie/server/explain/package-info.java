// SPDX-License-Identifier: Apache-2.0
/**
 * Says why rules match events or don't: for one rule the truth of every part of its condition, for
 * all rules a line each.
 *
 * <pre>{@code
 * Explainer explainer = new Explainer(load, question);
 * explainer.event("aws_cloudtrail", "event 1", sighting);
 * out.print(ExplanationText.of(explainer.explanation()));
 * }</pre>
 */
@NullMarked
package io.eyrie.server.explain;

import org.jspecify.annotations.NullMarked;
