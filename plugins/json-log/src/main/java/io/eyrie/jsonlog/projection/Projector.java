// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a record once and notes where the demanded values stand.
 *
 * <p>All of the record is read, also behind the last demanded value: that is how broken JSON is
 * found before a rule sees half of it. Of duplicate keys the last wins. Not safe for several
 * threads.
 */
public final class Projector {

  /** The deepest nesting of objects and arrays that a record may have. */
  public static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(1 << 20)
                  .build())
          .build();

  private final PathTrie root;
  private final int[] slotOfPath;
  private final Slots slots;

  /** The record or the array's element that is being read: each has a number of its own. */
  private long scope;

  private long scopes;
  private byte[] array = {};
  private int origin;
  private int problemOffset;

  /** Prepares for these paths; equal ones share a slot. */
  public Projector(List<JsonPath> paths) {
    slotOfPath = new int[paths.size()];
    root = PathTrie.of(paths, slotOfPath);
    slots = new Slots(slotOfPath.length);
    for (int i = 0; i < slotOfPath.length; i++) {
      if (paths.get(i).many()) {
        slots.holdMany(slotOfPath[i]);
      }
    }
  }

  /** The slot of the path at an index of the list that was given to the constructor. */
  public int slot(int path) {
    return slotOfPath[path];
  }

  /** The values of the record that was projected last. */
  public Slots slots() {
    return slots;
  }

  /**
   * Reads a record that must be one JSON object.
   *
   * @return null when it is; else what is wrong, without anything of the record's content, and then
   *     no slot has a value
   */
  public @Nullable Problem project(byte[] bytes, int offset, int length) {
    scope = ++scopes;
    array = bytes;
    origin = offset;
    slots.begin(bytes, offset, length);
    Problem problem;
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        value(parser, root, first);
        if (parser.nextToken() == null) {
          return null;
        }
        problem = Problem.TRAILING;
      } else {
        problem = first == null ? Problem.NOT_JSON : Problem.NOT_AN_OBJECT;
      }
      problemOffset = tokenOffset(parser) - offset;
    } catch (tools.jackson.core.exc.StreamConstraintsException e) {
      problem = Problem.TOO_DEEP;
      problemOffset = offsetOf(e.getLocation());
    } catch (JacksonException e) {
      problem = Problem.NOT_JSON;
      problemOffset = offsetOf(e.getLocation());
    }
    problemOffset = Math.clamp(problemOffset, 0, Math.max(0, length - 1));
    slots.begin(bytes, offset, length);
    return problem;
  }

  /** Where in the record the last problem showed, in bytes from its beginning. */
  public int problemOffset() {
    return problemOffset;
  }

  private void value(JsonParser parser, PathTrie node, JsonToken token) {
    if (node.seen == scope) {
      forget(node, node.begun);
    }
    node.seen = scope;
    int slot = node.slot();
    int start = slot >= 0 || node.many() ? tokenOffset(parser) : 0;
    node.begun = start;
    switch (token) {
      case START_OBJECT -> {
        members(parser, node);
        if (slot >= 0) {
          slots.note(slot, JsonKind.OBJECT, start, offset(parser));
        }
      }
      case START_ARRAY -> {
        elements(parser, node);
        if (slot >= 0) {
          slots.note(slot, JsonKind.ARRAY, start, offset(parser));
        }
      }
      case VALUE_STRING -> {
        if (slot >= 0) {
          slots.noteString(slot, start + 1);
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (slot >= 0) {
          slots.note(slot, JsonKind.NUMBER, start, offset(parser));
        }
      }
      case VALUE_TRUE -> literal(slot, JsonKind.TRUE, start, 4);
      case VALUE_FALSE -> literal(slot, JsonKind.FALSE, start, 5);
      case VALUE_NULL -> literal(slot, JsonKind.NULL, start, 4);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    }
  }

  private void literal(int slot, JsonKind kind, int start, int length) {
    if (slot >= 0) {
      slots.note(slot, kind, start, start + length);
    }
  }

  private void members(JsonParser parser, PathTrie node) {
    if (node.leaf()) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      PathTrie child = node.child(name);
      JsonToken token = parser.nextToken();
      if (child != null) {
        value(parser, child, token);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void elements(JsonParser parser, PathTrie node) {
    var wanted = node.elements;
    PathTrie each = node.each;
    if (wanted == null && each == null) {
      parser.skipChildren();
      return;
    }
    long outer = scope;
    JsonToken token = parser.nextToken();
    for (int i = 0; token != JsonToken.END_ARRAY; i++) {
      PathTrie child = wanted == null ? null : wanted.get(i);
      if (each != null) {
        scope = ++scopes;
        int start = tokenOffset(parser);
        value(parser, each, token);
        scope = outer;
        if (child != null) {
          again(start, offset(parser), child);
        }
      } else if (child != null) {
        value(parser, child, token);
      } else {
        parser.skipChildren();
      }
      token = parser.nextToken();
    }
  }

  /** Reads a value once more, for somebody who wants it beside those who want all elements. */
  private void again(int start, int end, PathTrie node) {
    int outer = origin;
    origin = start;
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), array, start, end - start)) {
      value(parser, node, parser.nextToken());
    }
    origin = outer;
  }

  /** Takes back what stood at a node and below it, from a place in the record on. */
  private void forget(PathTrie node, int from) {
    if (node.slot() >= 0) {
      slots.forget(node.slot(), from);
    }
    for (PathTrie member : node.members()) {
      forget(member, from);
    }
    if (node.each != null) {
      forget(node.each, from);
    }
  }

  private int tokenOffset(JsonParser parser) {
    return origin + (int) parser.currentTokenLocation().getByteOffset();
  }

  private int offset(JsonParser parser) {
    return origin + (int) parser.currentLocation().getByteOffset();
  }

  private static int offsetOf(@Nullable TokenStreamLocation location) {
    return location == null ? 0 : (int) location.getByteOffset();
  }

  /** What is wrong with a record. */
  public enum Problem {
    /** The bytes are no JSON. */
    NOT_JSON("not_json", "this is no JSON"),
    /** JSON, but of another kind than an object. */
    NOT_AN_OBJECT("not_an_object", "a record must be a JSON object"),
    /** Something stands behind the record that does not belong to it. */
    TRAILING("not_json", "something stands behind the end of the record"),
    /** Objects or arrays are nested too deeply, or a name or number is too long. */
    TOO_DEEP(
        "too_complex",
        "objects are nested more than " + MAX_DEPTH + " deep, or a name or number is too long");

    private final String code;
    private final String reason;

    Problem(String code, String reason) {
      this.code = code;
      this.reason = reason;
    }

    /** The name for counters. */
    public String code() {
      return code;
    }

    /** A sentence for the operator. */
    public String reason() {
      return reason;
    }
  }
}
