// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.CaretRenderer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the configuration, for the operator.
 *
 * @param code what kind of problem
 * @param subject what it is about where there is no place in a text: the path of a file
 * @param place where it was written, or null when {@code subject} says it
 * @param message what is wrong, one sentence without a full stop
 * @param hint what to do about it
 */
public record Problem(
    ConfigCode code, String subject, @Nullable Place place, String message, String hint) {

  static Problem at(Place place, ConfigCode code, String message, String hint) {
    return new Problem(code, place.toString(), place, message, hint);
  }

  static Problem of(String subject, ConfigCode code, String message, String hint) {
    return new Problem(code, subject, null, message, hint);
  }

  /** One line: place, message and code. */
  public String summary() {
    return subject + ": error: " + message + " [" + code + "]";
  }

  /** The summary, the line of the file with carets under the place, and the hint. */
  public String render() {
    if (place == null || place.secret()) {
      return CaretRenderer.render(summary(), null, hint);
    }
    return CaretRenderer.render(summary(), place.span(), hint);
  }

  @Override
  public String toString() {
    return summary();
  }
}
