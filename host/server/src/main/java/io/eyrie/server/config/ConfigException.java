// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a configuration. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Takes at least one problem. */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::summary).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }

  /** Every problem as text for people, with the line it is on and the hint. */
  public String render() {
    return problems.stream().map(Problem::render).collect(Collectors.joining());
  }
}
