// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

/** The stable names of what the linter finds. */
public enum LintCode {
  /** A condition that can't hold for any event. */
  LINT_UNREACHABLE("the condition can never hold"),
  /** A part of an {@code or} that can't hold where it stands. */
  LINT_DEAD_ALTERNATIVE("an alternative can never hold"),
  /** A rule all of whose events an earlier rule matches as well. */
  LINT_SUBSUMED("an earlier rule matches every event of the rule"),
  /** A {@code !=} that is false where the field is absent. */
  LINT_NOT_EQUAL_ABSENT("'!=' does not hold where the field is absent"),
  /** A comparison of a field that no event of the rule carries. */
  LINT_FIELD_NEVER_THERE("no event of the rule carries the field"),
  /** A regular expression without a text that could be looked for first. */
  LINT_SLOW_REGEX("a regular expression that is expensive for every event"),
  /** A regular expression that says what an operator says. */
  LINT_PLAIN_REGEX("a regular expression that an operator can replace"),
  /** A rule without tags. */
  LINT_NO_TAGS("a rule without tags"),
  /** A description that tells no more than the name. */
  LINT_POOR_DESCRIPTION("a description that tells nothing"),
  /** An output that names no field. */
  LINT_OUTPUT_WITHOUT_FIELDS("an output that names no field"),
  /** A comment that allows a code that there is not. */
  LINT_UNKNOWN_CODE("a comment that allows an unknown code"),
  /** A comment that allows what is not found. */
  LINT_NEEDLESS_ALLOW("a comment that allows what is not found");

  private final String summary;

  LintCode(String summary) {
    this.summary = summary;
  }

  /** What it is about, a few words. */
  public String summary() {
    return summary;
  }
}
