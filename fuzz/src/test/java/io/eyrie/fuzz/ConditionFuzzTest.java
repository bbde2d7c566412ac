// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as a condition: lexer, parser, lists and macros, checks, plan and judging. */
class ConditionFuzzTest {

  @DictionaryEntries({
    "t.name",
    "t.names",
    "t.num",
    "t.size",
    "t.flag",
    "t.ratio",
    "t.raw",
    "t.when",
    "t.port",
    "t.ip",
    "t.net",
    "t.env[",
    "t.anc[1]",
    "evt.type",
    "evt.num",
    "open",
    " and ",
    " or ",
    "not ",
    " = ",
    " != ",
    " in (",
    " intersects (",
    " pmatch (",
    " contains ",
    " icontains ",
    " bcontains ",
    " startswith ",
    " endswith ",
    " bstartswith ",
    " glob ",
    " iglob ",
    " regex ",
    " exists",
    " anyof (",
    " allof (",
    " oneof (",
    "val(",
    "tolower(",
    "toupper(",
    "b64(",
    "basename(",
    "len(",
    "join(",
    "concat(",
    "getopt(",
    " words",
    " numbers",
    " nets",
    "busy",
    "0x1f",
    "10.0.0.0/8",
    "\\x41",
    "<NA>"
  })
  @FuzzTest
  void condition(byte[] data) {
    String condition = Things.text(data);
    Things.load(
        """
        - list: words
          items: [a, "b c", /etc, '"']
        - list: numbers
          items: [1, -7]
        - list: nets
          items: [10.0.0.0/8, "::/0"]
        - macro: busy
          condition: t.num > 3 and not t.name in (words)
        - rule: r
          desc: d
          source: things
          priority: INFO
          output: "%t.name"
        """
            + "  condition: "
            + Things.quoted(condition)
            + "\n");
  }
}
