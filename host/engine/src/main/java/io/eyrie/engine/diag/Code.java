// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

/**
 * The stable names of what can be wrong with rule files. The names are those that Falco's loader
 * prints, so that scripts written for one read the other.
 */
public enum Code {
  /** A rule file can't be read. */
  LOAD_ERR_FILE_READ(Severity.ERROR, "File read error"),
  /** A rule file is no YAML. */
  LOAD_ERR_YAML_PARSE(Severity.ERROR, "YAML parse error"),
  /** A key is missing, empty or of the wrong type, or the document has the wrong shape. */
  LOAD_ERR_YAML_VALIDATE(Severity.ERROR, "Error validating internal structure of YAML file"),
  /** A condition does not compile. */
  LOAD_ERR_COMPILE_CONDITION(Severity.ERROR, "Error compiling condition"),
  /** An output does not compile. */
  LOAD_ERR_COMPILE_OUTPUT(Severity.ERROR, "Error compiling output"),
  /** Rules, macros and lists don't fit each other. */
  LOAD_ERR_VALIDATE(Severity.ERROR, "Error validating rule/macro/list/exception objects"),
  /** No loaded source has this name; the rule sleeps. */
  LOAD_UNKNOWN_SOURCE(Severity.WARNING, "Unknown event source"),
  /** A comparison with the text {@code <NA>} that can't do what it seems to. */
  LOAD_UNSAFE_NA_CHECK(Severity.WARNING, "Unsafe <NA> comparison in condition"),
  /** A rule looks at all or nearly all event types. */
  LOAD_NO_EVTTYPE(Severity.WARNING, "Condition has no event-type restriction"),
  /** A rule was dropped for an unknown field, as it asked for. */
  LOAD_UNKNOWN_FILTER(Severity.WARNING, "Unknown field or event-type in condition or output"),
  /** No rule uses this macro. */
  LOAD_UNUSED_MACRO(Severity.WARNING, "Unused macro"),
  /** No condition uses this list. */
  LOAD_UNUSED_LIST(Severity.WARNING, "Unused list"),
  /** A top-level item is of no known kind. */
  LOAD_UNKNOWN_ITEM(Severity.WARNING, "Unknown rules file item"),
  /** A key or field that will go away. */
  LOAD_DEPRECATED_ITEM(Severity.WARNING, "Used deprecated item"),
  /** An exception is appended to without values. */
  LOAD_APPEND_NO_VALUES(Severity.WARNING, "Overriding/appending with no values"),
  /** Two exceptions of a rule share a name. */
  LOAD_EXCEPTION_NAME_NOT_UNIQUE(
      Severity.WARNING, "Multiple exceptions defined with the same name"),
  /** A macro's name can't be written in a condition. */
  LOAD_INVALID_MACRO_NAME(Severity.WARNING, "Invalid macro name"),
  /** A list's name can't be written in a condition. */
  LOAD_INVALID_LIST_NAME(Severity.WARNING, "Invalid list name"),
  /** A condition compiles but looks mistaken. */
  LOAD_COMPILE_CONDITION(Severity.WARNING, "Warning in rule condition"),
  /** A key of an item is not known and has no effect. */
  LOAD_UNKNOWN_KEY(Severity.WARNING, "Unknown key"),
  /** What the operator switches on or off is no rule; Falco has no such code. */
  LOAD_UNMATCHED_SELECTION(Severity.WARNING, "Selection of no rule");

  private final Severity severity;
  private final String description;

  Code(Severity severity, String description) {
    this.severity = severity;
    this.description = description;
  }

  /** Whether this code refuses the load. */
  public Severity severity() {
    return severity;
  }

  /** A short English text for the code itself. */
  public String description() {
    return description;
  }
}
