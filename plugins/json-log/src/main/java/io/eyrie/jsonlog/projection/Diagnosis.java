// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import io.eyrie.jsonlog.projection.Projector.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * What is wrong with bytes that are no record, as jackson-core finds it: our own scanner knows only
 * that they are none.
 *
 * @param offset where it shows, in bytes from the beginning
 */
record Diagnosis(Problem problem, int offset) {

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Projector.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(JsonScanner.MAX_KEY)
                  .build())
          .build();

  static Diagnosis of(byte[] bytes, int offset, int length) {
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      Problem problem = Problem.NOT_AN_OBJECT;
      if (first == null) {
        problem = Problem.NOT_JSON;
      } else if (first == JsonToken.START_OBJECT) {
        parser.skipChildren();
        // Without anything behind it, it is JSON in another encoding than UTF-8.
        problem = parser.nextToken() == null ? Problem.NOT_JSON : Problem.TRAILING;
      }
      return new Diagnosis(problem, offsetOf(parser.currentTokenLocation()));
    } catch (tools.jackson.core.exc.StreamConstraintsException e) {
      return new Diagnosis(Problem.TOO_DEEP, offsetOf(e.getLocation()));
    } catch (JacksonException e) {
      return new Diagnosis(Problem.NOT_JSON, offsetOf(e.getLocation()));
    }
  }

  private static int offsetOf(@Nullable TokenStreamLocation location) {
    return location == null ? 0 : (int) location.getByteOffset();
  }
}
