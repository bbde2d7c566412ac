// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.SourceText;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of rule tests that was read.
 *
 * @param path where it is
 * @param text its text under the name that messages give it
 * @param rules the rule files that its tests load, in order
 * @param tests its tests; not to be run when there are mistakes
 */
record TestFile(Path path, SourceText text, List<Path> rules, List<RuleTest> tests) {}
