// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of rules that stand beside them: events, and the alerts that are expected of them.
 *
 * <p>{@code docs/rule-tests.md} is the page on the format. A file is read ({@code TestFileReader}),
 * held against the sources and rules ({@code TestBinder}), judged by the engine in this process
 * ({@link io.eyrie.server.ruletest.TestRunner}) and told ({@link
 * io.eyrie.server.ruletest.HumanReport}, {@link io.eyrie.server.ruletest.TapReport}, {@link
 * io.eyrie.server.ruletest.JunitReport}).
 *
 * <pre>{@code
 * TestReport report = new TestRunner(plugins, scratch).run(files, selection);
 * out.print(HumanReport.of(report));
 * }</pre>
 */
@NullMarked
package io.eyrie.server.ruletest;

import org.jspecify.annotations.NullMarked;
