// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of all demanded paths: which keys to go into, and which slot takes the value.
 *
 * <p>Built once per binding. While a record is read, {@link #seen} tells whether the node's value
 * was already met in this record, so that of duplicate keys the last wins with all that hangs below
 * it.
 */
final class PathTrie {

  private static final int TABLE_FACTOR = 8;

  /** The index of the slot that takes the value here, or -1. */
  private int slot = -1;

  private final Map<String, PathTrie> children = new HashMap<>();

  /** The children by the hashes of their keys; those with the same hash are chained. */
  private @Nullable PathTrie[] table = new PathTrie[1];

  private byte[] key = {};
  private @Nullable PathTrie next;

  /** Which lengths, by their last six bits, the keys of the children have. */
  private long lengths;

  /** The array elements that children also name, in rising order, and those children. */
  private int[] elements = {};

  private PathTrie[] elementNodes = {};

  private boolean wraps;

  /** What every element of an array here goes into; null when only some are wanted, or none. */
  @Nullable PathTrie each;

  /** The record, or the array's element in it, in which the value here was last met. */
  long seen;

  /** Where the value begins that was last met here. */
  int begun;

  private PathTrie() {}

  /**
   * Builds the tree of the given paths.
   *
   * @param wrappers keys of an object around the records whose array holds them
   * @param slots receives, for each path in turn, its slot; equal paths share one
   * @return the root
   */
  static PathTrie of(List<JsonPath> paths, List<String> wrappers, int[] slots) {
    PathTrie root = new PathTrie();
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
    wrappers.forEach(wrapper -> root.ofKey(wrapper).wraps = true);
    root.freeze();
    return root;
  }

  private PathTrie ofKey(String key) {
    return children.computeIfAbsent(key, _ -> new PathTrie());
  }

  private PathTrie ofEach() {
    PathTrie node = each;
    if (node == null) {
      node = new PathTrie();
      each = node;
    }
    return node;
  }

  int slot() {
    return slot;
  }

  /** The child of the key that stands in UTF-8 in an array; null when there is none. */
  @Nullable PathTrie child(byte[] bytes, int from, int to) {
    int length = to - from;
    if ((lengths >>> length & 1) == 0) {
      return null;
    }
    PathTrie node = table[hash(bytes, from, length) & table.length - 1];
    while (node != null && !Arrays.equals(node.key, 0, node.key.length, bytes, from, to)) {
      node = node.next;
    }
    return node;
  }

  private static int hash(byte[] bytes, int from, int length) {
    return length == 0
        ? 0
        : (bytes[from] * 31 + bytes[from + length / 2]) * 31 + bytes[from + length - 1] + length;
  }

  /** Whether an array here, at the top of what is read, holds records and is no record's. */
  boolean wraps() {
    return wraps;
  }

  /** All children by key. */
  Iterable<PathTrie> members() {
    return children.values();
  }

  /** Whether no member of an object here is wanted. */
  boolean leaf() {
    return children.isEmpty();
  }

  /** The child that is the array's element of that number; null when it is not wanted. */
  @Nullable PathTrie element(int number) {
    for (int i = 0; i < elements.length && elements[i] <= number; i++) {
      if (elements[i] == number) {
        return elementNodes[i];
      }
    }
    return null;
  }

  /** Whether some elements of an array here are wanted, or all. */
  boolean wantsElements() {
    return elements.length > 0 || each != null;
  }

  private void freeze() {
    table = new PathTrie[Integer.highestOneBit(Math.max(1, children.size())) * TABLE_FACTOR];
    SortedMap<Integer, PathTrie> byElement = new TreeMap<>();
    children.forEach((name, child) -> {
      child.key = name.getBytes(StandardCharsets.UTF_8);
      lengths |= 1L << child.key.length;
      int place = hash(child.key, 0, child.key.length) & table.length - 1;
      child.next = table[place];
      table[place] = child;
      int element = element(name);
      if (element >= 0) {
        byElement.put(element, child);
      }
      child.freeze();
    });
    elements = byElement.keySet().stream().mapToInt(Integer::intValue).toArray();
    elementNodes = byElement.values().toArray(PathTrie[]::new);
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
