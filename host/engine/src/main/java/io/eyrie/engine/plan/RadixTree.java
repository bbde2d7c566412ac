// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Finds the keys that a text begins with, ends with, or lies below as a path. A radix tree: what
 * has no branch is a label, compared at once, so there are at most twice as many nodes as keys.
 * Where it branches, a row by classes of bytes says where to go on. Nodes stand in the order of
 * their depth, since the upper ones are those in use.
 */
final class RadixTree extends Marker {
  /** Entries of the rows beyond which predicates are asked singly. */
  private static final long LARGEST = 4_000_000;

  /** Of each node: where its label begins, its length, its bits, where its row begins or -1. */
  private static final int WIDTH = 4;

  private final GroupKind kind;
  private final ByteClasses classes;
  private final Hits sets;
  private int[] nodes;
  private int nodeCount;
  private byte[] labels = new byte[64];
  private int labelled;
  private int[] rows = new int[64];
  private int rowsEnd;

  /** A key in the direction in which it is walked. */
  private record Entry(Octets key, int hit) {
    byte[] bytes() {
      return key.array();
    }
  }

  /** A node to be filled: its entries agree before the depth. */
  private record Task(int node, int from, int to, int depth) {}

  private RadixTree(GroupKind kind, ByteClasses classes, Entry[] entries, Hits sets) {
    this.kind = kind;
    this.classes = classes;
    this.sets = sets;
    this.nodes = new int[WIDTH * 2 * entries.length];
    Queue<Task> tasks = new ArrayDeque<>();
    tasks.add(new Task(nodeCount++, 0, entries.length, 0));
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      fill(task, entries, tasks);
    }
    nodes = Arrays.copyOf(nodes, nodeCount * WIDTH);
    labels = Arrays.copyOf(labels, labelled);
    rows = Arrays.copyOf(rows, rowsEnd);
  }

  static Marker of(GroupKind kind, List<Matcher> matchers, int firstBit) {
    KeyedBits<Octets> bits = new KeyedBits<>();
    for (int i = 0; i < matchers.size(); i++) {
      int bit = firstBit + i;
      switch (matchers.get(i)) {
        case Matcher.Prefix(Octets value) -> bits.add(value, bit);
        case Matcher.Suffix(Octets value) -> bits.add(value, bit);
        case Matcher.PathBelow(List<Octets> prefixes) -> prefixes.forEach(p -> bits.add(p, bit));
        default -> throw new IllegalArgumentException(kind.toString());
      }
    }
    ByteClasses classes = new ByteClasses(bits.keys(), false);
    Hits.Builder sets = new Hits.Builder();
    Map<Octets, Integer> names = bits.names(sets);
    if (!classes.complete() || (long) names.size() * classes.count() > LARGEST) {
      return new SingleMarker(matchers, firstBit);
    }
    Entry[] entries =
        names.entrySet().stream()
            .map(e -> new Entry(walked(kind, e.getKey()), e.getValue()))
            .sorted(Comparator.comparing(Entry::key))
            .toArray(Entry[]::new);
    return new RadixTree(kind, classes, entries, sets.build());
  }

  private static Octets walked(GroupKind kind, Octets key) {
    return kind == GroupKind.SUFFIXES ? Octets.of(reversed(key.array())) : key;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private void fill(Task task, Entry[] entries, Queue<Task> tasks) {
    byte[] first = entries[task.from()].bytes();
    byte[] last = entries[task.to() - 1].bytes();
    int depth = task.depth() + Math.max(0, mismatch(first, last, task.depth()));
    int at = task.node() * WIDTH;
    nodes[at] = labelled;
    nodes[at + 1] = depth - task.depth();
    label(Arrays.copyOfRange(first, task.depth(), depth));
    int from = task.from();
    nodes[at + 2] = Hits.NONE;
    if (first.length == depth) {
      nodes[at + 2] = entries[from++].hit();
    }
    nodes[at + 3] = -1;
    if (from < task.to()) {
      nodes[at + 3] = rowsEnd;
      branch(from, task.to(), depth, entries, tasks);
    }
  }

  /** How many bytes two sorted keys, the first and the last of a range, have in common. */
  private static int mismatch(byte[] first, byte[] last, int depth) {
    int different = Arrays.mismatch(first, depth, first.length, last, depth, last.length);
    return different < 0 ? first.length - depth : different;
  }

  private void label(byte[] bytes) {
    byte[] inText = kind == GroupKind.SUFFIXES ? reversed(bytes) : bytes;
    if (labelled + inText.length > labels.length) {
      labels = Arrays.copyOf(labels, (labelled + inText.length) * 2);
    }
    System.arraycopy(inText, 0, labels, labelled, inText.length);
    labelled += inText.length;
  }

  private void branch(int from, int to, int depth, Entry[] entries, Queue<Task> tasks) {
    int row = rowsEnd;
    rowsEnd += classes.count();
    if (rowsEnd > rows.length) {
      rows = Arrays.copyOf(rows, rowsEnd * 2);
    }
    int begin = from;
    while (begin < to) {
      byte b = entries[begin].bytes()[depth];
      int end = begin + 1;
      while (end < to && entries[end].bytes()[depth] == b) {
        end++;
      }
      rows[row + classes.of(b)] = nodeCount;
      tasks.add(new Task(nodeCount++, begin, end, depth + 1));
      begin = end;
    }
  }

  @Override
  void mark(Value value, int index, long[] words) {
    byte[] array = value.array(index);
    int offset = value.offset(index);
    int length = value.length(index);
    if (kind == GroupKind.PREFIXES) {
      walk(array, offset, offset + length, words);
    } else if (kind == GroupKind.SUFFIXES) {
      walkBack(array, offset, offset + length, words);
    } else {
      walkPath(array, offset, offset + length, words);
    }
  }

  private void walk(byte[] array, int offset, int end, long[] words) {
    int at = offset;
    int node = 0;
    do {
      int base = node * WIDTH;
      int length = nodes[base + 1];
      if (length > end - at || !ByteWords.equal(array, at, labels, nodes[base], length)) {
        return;
      }
      at += length;
      sets.set(nodes[base + 2], words);
      int row = nodes[base + 3];
      if (row < 0 || at == end) {
        return;
      }
      node = rows[row + classes.of(array[at++])];
    } while (node != 0);
  }

  private void walkBack(byte[] array, int offset, int end, long[] words) {
    int at = end;
    int node = 0;
    do {
      int base = node * WIDTH;
      int length = nodes[base + 1];
      if (length > at - offset
          || !ByteWords.equal(array, at - length, labels, nodes[base], length)) {
        return;
      }
      at -= length;
      sets.set(nodes[base + 2], words);
      int row = nodes[base + 3];
      if (row < 0 || at == offset) {
        return;
      }
      node = rows[row + classes.of(array[--at])];
    } while (node != 0);
  }

  /**
   * Walks the canonical form of a path: a '/' before each component, doubled ones and one at the
   * end left out. A key counts where a component ends.
   */
  private void walkPath(byte[] array, int offset, int end, long[] words) {
    int at = pastSlashes(array, offset, end);
    int next = at == end ? -1 : '/';
    int node = 0;
    do {
      int base = node * WIDTH;
      int label = nodes[base];
      int labelEnd = label + nodes[base + 1];
      for (; label < labelEnd; label++) {
        if (next != (labels[label] & 0xFF)) {
          return;
        }
        next = -1;
        if (at < end) {
          next = array[at++] & 0xFF;
          if (next == '/') {
            at = pastSlashes(array, at, end);
            next = at == end ? -1 : '/';
          }
        }
      }
      if (next == -1 || next == '/') {
        sets.set(nodes[base + 2], words);
      }
      int row = nodes[base + 3];
      if (row < 0 || next == -1) {
        return;
      }
      node = rows[row + classes.of((byte) next)];
      next = -1;
      if (at < end) {
        next = array[at++] & 0xFF;
        if (next == '/') {
          at = pastSlashes(array, at, end);
          next = at == end ? -1 : '/';
        }
      }
    } while (node != 0);
  }

  private static int pastSlashes(byte[] array, int from, int end) {
    int at = from;
    while (at < end && array[at] == '/') {
      at++;
    }
    return at;
  }
}
