// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.List;

/** One way in which a test was not met. */
public sealed interface Finding {

  /** One line for people. */
  String headline();

  /** What stands below it, a line each. */
  List<String> details();

  /** Where the test says what it expects. */
  Span span();

  /**
   * An alert did not come, or not as often as it should.
   *
   * @param came how often it came
   * @param times how often it should
   * @param reasons why the rule did not match, as far as its condition tells
   */
  record Missing(String rule, long event, int came, int times, List<String> reasons, Span span)
      implements Finding {
    @Override
    public String headline() {
      return "missing: "
          + rule
          + (event == 0 ? "" : ", event " + event)
          + (times == 1 ? "" : ", came " + came + " of " + times + " times");
    }

    @Override
    public List<String> details() {
      return reasons;
    }
  }

  /** An alert came that the test does not expect. */
  record Unexpected(String rule, long event, String message, Span span) implements Finding {
    @Override
    public String headline() {
      return "unexpected: " + rule + ", event " + event;
    }

    @Override
    public List<String> details() {
      return List.of(message);
    }
  }

  /** More alerts came that the test does not expect. */
  record MoreUnexpected(long alerts, Span span) implements Finding {
    @Override
    public String headline() {
      return "unexpected: " + alerts + " more alerts";
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /** An alert came with other values. */
  record Different(String rule, long event, List<Difference> differences, Span span)
      implements Finding {
    @Override
    public String headline() {
      return "different: " + rule + ", event " + event;
    }

    @Override
    public List<String> details() {
      return differences.stream()
          .flatMap(difference ->
              java.util.stream.Stream.of(
                  "- " + difference.what() + ": " + difference.expected(),
                  "+ " + difference.what() + ": " + difference.seen()))
          .toList();
    }
  }

  /** An event could not be judged. */
  record Unjudged(String reason, Span span) implements Finding {
    @Override
    public String headline() {
      return "not judged: " + reason;
    }

    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /** A value that is not the expected one. */
  record Difference(String what, String expected, String seen) {}
}
