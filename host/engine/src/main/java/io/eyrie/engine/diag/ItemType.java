// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

/**
 * What a place in a rule file belongs to. The words are those that Falco's loader prints, so that
 * scripts written for one read the other.
 */
public enum ItemType {
  /** The value of a key. */
  VALUE("value for"),
  /** All exceptions of a rule. */
  EXCEPTIONS("exceptions"),
  /** One exception. */
  EXCEPTION("exception"),
  /** The values of an exception. */
  EXCEPTION_VALUES("exception values"),
  /** One of the values of an exception. */
  EXCEPTION_VALUE("exception value"),
  /** A whole file. */
  CONTENT("rules content"),
  /** An item that is of no known kind. */
  CONTENT_ITEM("rules content item"),
  /** A {@code required_engine_version} item. */
  ENGINE_VERSION("required_engine_version"),
  /** The value of a {@code required_plugin_versions} item. */
  PLUGIN_VERSIONS("required plugin versions"),
  /** One of the required plugins. */
  PLUGIN_VERSION("required plugin versions entry"),
  /** An alternative to a required plugin. */
  PLUGIN_ALTERNATIVE("required plugin versions alternative"),
  /** A {@code list} item. */
  LIST("list"),
  /** An entry of a sequence. */
  LIST_ENTRY("list item"),
  /** A {@code macro} item. */
  MACRO("macro"),
  /** The condition of a macro. */
  MACRO_CONDITION("macro condition"),
  /** A {@code rule} item. */
  RULE("rule"),
  /** The condition of a rule. */
  RULE_CONDITION("rule condition"),
  /** A place inside a condition. */
  EXPRESSION("condition expression"),
  /** The output of a rule. */
  RULE_OUTPUT("rule output"),
  /** The priority of a rule. */
  RULE_PRIORITY("rule priority"),
  /** The {@code override} key of an item, and the keys in it. */
  OVERRIDES("overrides");

  private final String word;

  ItemType(String word) {
    this.word = word;
  }

  /** How Falco's loader calls it. */
  public String word() {
    return word;
  }
}
