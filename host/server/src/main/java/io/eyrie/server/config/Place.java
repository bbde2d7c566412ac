// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.Span;

/**
 * Where a part of the configuration was written.
 *
 * @param span the characters
 * @param kind in a file or on the command line
 * @param secret whether the characters must not be shown again
 */
public record Place(Span span, Kind kind, boolean secret) {

  /** What the characters are part of. */
  public enum Kind {
    /** A file, of which line and column are told. */
    FILE,
    /** An {@code -o key=value}, where the key alone tells enough. */
    OPTION
  }

  /** The same place, whose characters are not shown. */
  Place asSecret() {
    return new Place(span, kind, true);
  }

  Place at(Span narrower) {
    return new Place(narrower, kind, secret);
  }

  boolean covers(Place other) {
    return span.source() == other.span.source()
        && span.start() <= other.span.start()
        && other.span.end() <= span.end();
  }

  boolean sharesLineWith(Place other) {
    return span.source() == other.span.source() && span.line() == other.span.line();
  }

  /** {@code file:line:column}, or {@code -o key}. */
  @Override
  public String toString() {
    return switch (kind) {
      case FILE -> span.place();
      case OPTION -> span.source().name();
    };
  }
}
