// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as an output: read as a template, and filled in for events. */
class OutputFuzzTest {

  @DictionaryEntries({
    "%t.name", "%t.names", "%t.num", "%t.size", "%t.flag", "%t.ratio", "%t.raw", "%t.when",
    "%t.port", "%t.ip", "%t.net", "%t.env[", "%t.anc[1]", "%10", "%evt.type", "%evt.time",
    "%evt.rawtime.ns", "%toupper(", "%len(", "%join(", "%container.info", "%%", "*", "t.name)"
  })
  @FuzzTest
  void output(byte[] data) {
    String output = Things.text(data);
    Things.load(
        """
        - rule: r
          desc: d
          source: things
          priority: INFO
          condition: evt.num >= 0
        """
            + "  output: "
            + Things.quoted(output)
            + "\n");
  }
}
