// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import java.util.List;
import java.util.Optional;

/**
 * What is known of one rule file beside its diagnostics.
 *
 * @param name as it was given
 * @param schemaProblems what Falco's schema for rule files says against it, which refuses nothing;
 *     empty when it could not be asked
 */
public record FileReport(String name, Optional<List<String>> schemaProblems) {}
