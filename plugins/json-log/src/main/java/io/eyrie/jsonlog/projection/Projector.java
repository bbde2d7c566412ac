// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record once and notes where the demanded values stand.
 *
 * <p>All of the record is read, also behind the last demanded value: that is how broken JSON is
 * found before a rule sees half of it. Of duplicate keys the last wins. What is wrong with a broken
 * record, and where, jackson-core says afterwards ({@link Diagnosis}). Not safe for several
 * threads.
 */
public final class Projector {

  /** The deepest nesting of objects and arrays that a record may have. */
  public static final int MAX_DEPTH = JsonScanner.MAX_DEPTH;

  private static final int BROKEN = JsonScanner.BROKEN;

  private final PathTrie root;
  private final int[] slotOfPath;
  private final Slots slots;
  private final JsonScanner scanner = new JsonScanner();

  /** The record or the array's element that is being read: each has a number of its own. */
  private long scope;

  private long scopes;
  private byte[] array = {};
  private int end;
  private boolean wrapped;
  private int problemOffset;

  /** Prepares for these paths; equal ones share a slot. */
  public Projector(List<JsonPath> paths) {
    this(paths, List.of());
  }

  /**
   * Prepares for these paths; equal ones share a slot.
   *
   * @param wrappers keys of an object around the records whose array holds them
   */
  public Projector(List<JsonPath> paths, List<String> wrappers) {
    slotOfPath = new int[paths.size()];
    root = PathTrie.of(paths, wrappers, slotOfPath);
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
    int to = offset + length;
    begin(bytes, to, false);
    int at = scanner.blank(offset);
    int behind = at < to ? root(at) : BROKEN;
    if (behind != BROKEN && scanner.blank(behind) == to) {
      slots.range(offset, length);
      return null;
    }
    slots.begin(bytes);
    Diagnosis diagnosis = Diagnosis.of(bytes, offset, length);
    problemOffset = Math.clamp(diagnosis.offset(), 0, Math.max(0, length - 1));
    return diagnosis.problem();
  }

  /**
   * Reads a record that begins at a place and may end anywhere before another one.
   *
   * @param mayWrap whether an object with records in one of the wrappers' arrays is none itself
   * @return the place behind it; -1 when there is no whole and sound record, and then no slot's
   *     value is to be asked for
   */
  public int project(byte[] bytes, int from, int to, boolean mayWrap) {
    begin(bytes, to, mayWrap);
    int behind = root(from);
    if (behind != BROKEN) {
      slots.range(from, behind - from);
    }
    return behind;
  }

  /** The place of the last line feed in the record that was projected last; -1 without any. */
  public int lastLineFeed() {
    return scanner.lastLineFeed();
  }

  /** Where in the record the last problem showed, in bytes from its beginning. */
  public int problemOffset() {
    return problemOffset;
  }

  private void begin(byte[] bytes, int to, boolean mayWrap) {
    scope = ++scopes;
    array = bytes;
    end = to;
    wrapped = mayWrap;
    scanner.begin(bytes, to);
    slots.begin(bytes);
  }

  private int root(int at) {
    return array[at] == '{' ? value(root, at, 0) : BROKEN;
  }

  /**
   * Reads a wanted value, or one with a wanted one in it.
   *
   * @param depth how many brackets are open around it
   */
  private int value(PathTrie node, int from, int depth) {
    if (node.seen == scope) {
      forget(node, node.begun);
    }
    node.seen = scope;
    node.begun = from;
    int slot = node.slot();
    byte first = array[from];
    if (first == '"') {
      int close = scanner.text(from + 1);
      if (close == BROKEN) {
        return BROKEN;
      }
      if (slot >= 0) {
        slots.note(slot, JsonKind.STRING, from + 1, close, scanner.escaped());
      }
      return close + 1;
    }
    int behind =
        switch (first) {
          case '{' -> node.leaf() ? scanner.value(from, depth) : members(node, from, depth);
          case '[' -> node.wantsElements() ? elements(node, from, depth) : array(node, from, depth);
          default -> scanner.scalar(from);
        };
    if (slot >= 0 && behind != BROKEN) {
      slots.note(slot, kind(first), from, behind, false);
    }
    return behind;
  }

  private static JsonKind kind(byte first) {
    return switch (first) {
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case 't' -> JsonKind.TRUE;
      case 'f' -> JsonKind.FALSE;
      case 'n' -> JsonKind.NULL;
      default -> JsonKind.NUMBER;
    };
  }

  private int array(PathTrie node, int from, int depth) {
    return wrapped && depth == 1 && node.wraps() ? BROKEN : scanner.value(from, depth);
  }

  private int members(PathTrie node, int from, int depth) {
    if (depth == MAX_DEPTH) {
      return BROKEN;
    }
    int at = scanner.blank(from + 1);
    if (at < end && array[at] == '}') {
      return at + 1;
    }
    while (at < end && array[at] == '"') {
      int name = at + 1;
      int close = scanner.text(name);
      if (close == BROKEN || close - name > JsonScanner.MAX_KEY) {
        return BROKEN;
      }
      PathTrie child =
          scanner.escaped() ? escapedChild(node, name, close) : node.child(array, name, close);
      at = scanner.colon(close + 1);
      if (at == BROKEN) {
        return BROKEN;
      }
      at = child == null ? scanner.value(at, depth + 1) : value(child, at, depth + 1);
      if (at == BROKEN) {
        return BROKEN;
      }
      at = scanner.further(at, '}');
      if (scanner.over()) {
        return at;
      }
    }
    return BROKEN;
  }

  private @Nullable PathTrie escapedChild(PathTrie node, int from, int to) {
    Slice name = slots.decoded(from, to);
    return node.child(name.array(), name.offset(), name.offset() + name.length());
  }

  private int elements(PathTrie node, int from, int depth) {
    if (depth == MAX_DEPTH || wrapped && depth == 1 && node.wraps()) {
      return BROKEN;
    }
    int at = scanner.blank(from + 1);
    if (at < end && array[at] == ']') {
      return at + 1;
    }
    for (int number = 0; at < end; number++) {
      at = element(node, number, at, depth + 1);
      if (at == BROKEN) {
        return BROKEN;
      }
      at = scanner.further(at, ']');
      if (scanner.over()) {
        return at;
      }
    }
    return BROKEN;
  }

  /** Reads an element for those who want all of them, then once more for who wants this one. */
  private int element(PathTrie node, int number, int from, int depth) {
    PathTrie each = node.each;
    PathTrie wanted = node.element(number);
    int behind = BROKEN;
    if (each != null) {
      long outer = scope;
      scope = ++scopes;
      behind = value(each, from, depth);
      scope = outer;
      if (behind == BROKEN || wanted == null) {
        return behind;
      }
    }
    return wanted == null ? scanner.value(from, depth) : value(wanted, from, depth);
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
