// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as a rule file: YAML, items, append and override, exceptions. */
class RuleFileFuzzTest {

  @DictionaryEntries({
    "- rule: r\\x0A",
    "- macro: m\\x0A",
    "- list: l\\x0A",
    "  condition: t.num=1\\x0A",
    "  desc: d\\x0A",
    "  output: o\\x0A",
    "  priority: INFO\\x0A",
    "  source: things\\x0A",
    "  items: [a, b]\\x0A",
    "  append: true\\x0A",
    "  override: {condition: append}\\x0A",
    "  override: {exceptions: replace}\\x0A",
    "  exceptions:\\x0A    - name: e\\x0A      fields: [t.name]\\x0A      comps: [in]\\x0A",
    "      values:\\x0A        - [[a, b]]\\x0A",
    "  enabled: false\\x0A",
    "  tags: [x]\\x0A",
    "  warn_evttypes: false\\x0A",
    "  skip-if-unknown-filter: true\\x0A",
    "- required_engine_version: 0.1.0\\x0A",
    "- required_plugin_versions:\\x0A  - {name: x, version: 1.0.0}\\x0A",
    "---\\x0A",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|\\x0A",
    ">-\\x0A",
    "? "
  })
  @FuzzTest
  void ruleFile(byte[] data) {
    Things.load(Things.text(data));
  }
}
