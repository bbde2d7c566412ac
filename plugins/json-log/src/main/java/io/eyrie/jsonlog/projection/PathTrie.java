// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of all demanded paths: which keys to go into, and which slot takes the value.
 *
 * <p>Built once per binding. While a record is read, {@link #seen} tells whether the node's value
 * was already met in this record, so that of duplicate keys the last wins with all that hangs below
 * it.
 */
final class PathTrie {

  /** The index of the slot that takes the value here, or -1. */
  private int slot = -1;

  private final Map<String, PathTrie> children = new HashMap<>();

  /** Children that also name array elements, by element; null when there are none. */
  @Nullable Map<Integer, PathTrie> elements;

  /** What every element of an array here goes into; null when only some are wanted, or none. */
  @Nullable PathTrie each;

  /** The record, or the array's element in it, in which the value here was last met. */
  long seen;

  /** Where the value begins that was last met here; kept below arrays' elements only. */
  int begun;

  /** Whether the value here is met once per element of some array above. */
  private final boolean many;

  private PathTrie(boolean many) {
    this.many = many;
  }

  /**
   * Builds the tree of the given paths.
   *
   * @param slots receives, for each path in turn, its slot; equal paths share one
   * @return the root
   */
  static PathTrie of(List<JsonPath> paths, int[] slots) {
    PathTrie root = new PathTrie(false);
    int next = 0;
    for (int i = 0; i < paths.size(); i++) {
      JsonPath path = paths.get(i);
      PathTrie node = root;
      for (int k = 0; k < path.keys().size(); k++) {
        node = path.each().contains(k) ? node.ofEach() : node.ofKey(path.keys().get(k));
      }
      if (node.slot < 0) {
        node.slot = next++;
      }
      slots[i] = node.slot;
    }
    root.freeze();
    return root;
  }

  private PathTrie ofKey(String key) {
    return children.computeIfAbsent(key, _ -> new PathTrie(many));
  }

  private PathTrie ofEach() {
    PathTrie node = each;
    if (node == null) {
      node = new PathTrie(true);
      each = node;
    }
    return node;
  }

  int slot() {
    return slot;
  }

  boolean many() {
    return many;
  }

  /** The child of a key, or null. */
  @Nullable PathTrie child(String key) {
    return children.get(key);
  }

  /** All children by key. */
  Iterable<PathTrie> members() {
    return children.values();
  }

  /** Whether no member of an object here is wanted. */
  boolean leaf() {
    return children.isEmpty();
  }

  private void freeze() {
    Map<Integer, PathTrie> byElement = new HashMap<>();
    children.forEach((key, child) -> {
      int element = element(key);
      if (element >= 0) {
        byElement.put(element, child);
      }
      child.freeze();
    });
    elements = byElement.isEmpty() ? null : byElement;
    if (each != null) {
      each.freeze();
    }
  }

  /** The element that a key names, or -1 when it names none. */
  private static int element(String key) {
    if (key.isEmpty() || key.length() > 9 || key.length() > 1 && key.charAt(0) == '0') {
      return -1;
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < '0' || key.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(key);
  }
}
