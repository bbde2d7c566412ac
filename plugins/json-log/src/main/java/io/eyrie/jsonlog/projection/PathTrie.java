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

  /** The number of the record in which the value here was last met. */
  long seen;

  private PathTrie() {}

  /**
   * Builds the tree of the given paths.
   *
   * @param slots receives, for each path in turn, its slot; equal paths share one
   * @return the root
   */
  static PathTrie of(List<JsonPath> paths, int[] slots) {
    PathTrie root = new PathTrie();
    int next = 0;
    for (int i = 0; i < paths.size(); i++) {
      PathTrie node = root;
      for (String key : paths.get(i).keys()) {
        node = node.children.computeIfAbsent(key, _ -> new PathTrie());
      }
      if (node.slot < 0) {
        node.slot = next++;
      }
      slots[i] = node.slot;
    }
    root.freeze();
    return root;
  }

  int slot() {
    return slot;
  }

  /** The child of a key, or null. */
  @Nullable PathTrie child(String key) {
    return children.get(key);
  }

  /** All children. */
  Iterable<PathTrie> members() {
    return children.values();
  }

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
