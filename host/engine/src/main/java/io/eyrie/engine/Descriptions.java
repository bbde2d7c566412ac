// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import java.util.List;

/**
 * All that rule files define, in the order of the definitions.
 *
 * @param requiredEngineVersion the highest one that is asked for, {@code 0.0.0} for none
 */
public record Descriptions(
    String requiredEngineVersion,
    List<RequiredPlugin> requiredPlugins,
    List<Rule> rules,
    List<Macro> macros,
    List<NamedList> lists) {

  /**
   * A plugin that the files ask for.
   *
   * @param alternatives any of them does as well
   */
  public record RequiredPlugin(String name, String version, List<RequiredPlugin> alternatives) {}

  /**
   * What a condition is made of.
   *
   * @param macros the macros that it names itself
   * @param lists the lists that it names itself
   * @param operators of all its checks, macros included
   * @param fields of all its checks, macros included
   * @param eventTypes the types that it can match, empty when its source is not there
   * @param compiled the condition with macros and lists in place
   */
  public record Condition(
      List<String> macros,
      List<String> lists,
      List<String> operators,
      List<String> fields,
      List<String> eventTypes,
      String compiled) {}

  /**
   * A rule.
   *
   * @param summary what lists of rules show
   * @param capture whether the rule asks for a capture when it fires
   * @param captureDurationMillis how long, 0 for the default
   * @param condition with its exceptions
   * @param exceptionNames sorted, each once
   * @param exceptionFields sorted, each once
   * @param exceptionOperators sorted, each once
   * @param plugins what brings its source and fields, as far as that is known
   */
  public record Rule(
      RuleDescription summary,
      boolean capture,
      long captureDurationMillis,
      Condition condition,
      List<String> exceptionNames,
      List<String> exceptionFields,
      List<String> exceptionOperators,
      List<String> plugins) {}

  /**
   * A macro.
   *
   * @param text its condition as written
   * @param used whether anything names it
   */
  public record Macro(String name, String text, boolean used, Condition condition, String place) {}

  /**
   * A list.
   *
   * @param items as written, names of other lists included
   * @param used whether anything names it
   * @param lists the names of lists among its items
   * @param words with other lists in place
   */
  public record NamedList(
      String name,
      List<String> items,
      boolean used,
      List<String> lists,
      List<String> words,
      String place) {}
}
