// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import java.nio.charset.StandardCharsets;

/** Writes parameters that are texts or bytes: slices of the record, or built behind it. */
final class Texts {

  /** The subsystems that peers tell of; in the unified tree all have the same path. */
  private static final byte[][] SUBSYSTEMS = {
    ascii("cpuset="), ascii("cpu="), ascii("cpuacct="), ascii("io="), ascii("memory=")
  };

  private static final byte[] MEMORY = ascii("memory=");

  private Texts() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static void empty(LiveRecord record, Event event) {
    int at = event.reserve(1);
    event.bytes()[at] = 0;
    event.parameter(at, 1);
  }

  /** The task's name. */
  static void comm(LiveRecord record, Event event) {
    int length = record.commLength();
    int at = event.reserve(length + 1);
    System.arraycopy(event.bytes(), RecordLayout.COMM, event.bytes(), at, length);
    event.bytes()[at + length] = 0;
    event.parameter(at, length + 1);
  }

  static void whole(LiveRecord record, Event event, int section) {
    event.parameter(record.offset(section), record.length(section));
  }

  /** What follows the length that a vector begins with. */
  static void behindLength(LiveRecord record, Event event, int section) {
    int length = record.length(section);
    if (length <= Long.BYTES) {
      event.empty();
    } else {
      event.parameter(record.offset(section) + Long.BYTES, length - Long.BYTES);
    }
  }

  /** The first of the texts of a section. */
  static void first(LiveRecord record, Event event, int section) {
    int length = record.length(section);
    if (length == 0) {
      empty(record, event);
      return;
    }
    int first = firstLength(record, event, section);
    if (first <= length && event.bytes()[record.offset(section) + first - 1] == 0) {
      event.parameter(record.offset(section), first);
    } else {
      int at = event.reserve(length + 1);
      System.arraycopy(event.bytes(), record.offset(section), event.bytes(), at, length);
      event.bytes()[at + length] = 0;
      event.parameter(at, length + 1);
    }
  }

  /** The texts of a section after the first. */
  static void others(LiveRecord record, Event event, int section) {
    int first = firstLength(record, event, section);
    int length = record.length(section);
    if (first >= length) {
      event.empty();
    } else {
      event.parameter(record.offset(section) + first, length - first);
    }
  }

  private static int firstLength(LiveRecord record, Event event, int section) {
    byte[] bytes = event.bytes();
    int from = record.offset(section);
    int end = from + record.length(section);
    int at = from;
    while (at < end && bytes[at] != 0) {
      at++;
    }
    return Math.min(at + 1, end) - from;
  }

  /** Components from the leaf to the root as a path. */
  static void path(LiveRecord record, Event event, int section) {
    int from = event.reserve(0);
    append(record, event, section);
    event.bytes()[event.reserve(1)] = 0;
    event.parameter(from, event.reserve(0) - from);
  }

  /** The cgroup of each subsystem, each with its NUL. */
  static void cgroups(LiveRecord record, Event event, int section) {
    int from = event.reserve(0);
    if (record.has(RecordLayout.FLAG_CGROUP_V2)) {
      for (byte[] subsystem : SUBSYSTEMS) {
        cgroup(record, event, section, subsystem);
      }
    } else {
      cgroup(record, event, section, MEMORY);
    }
    event.parameter(from, event.reserve(0) - from);
  }

  private static void cgroup(LiveRecord record, Event event, int section, byte[] subsystem) {
    event.append(subsystem, 0, subsystem.length);
    append(record, event, section);
    event.bytes()[event.reserve(1)] = 0;
  }

  /** Appends a path to the array; {@code /} when there are no components. */
  static void append(LiveRecord record, Event event, int section) {
    int from = record.offset(section);
    int last = from + record.length(section);
    if (last == from) {
      event.bytes()[event.reserve(1)] = '/';
      return;
    }
    byte[] bytes = event.bytes();
    int end = last;
    if (bytes[end - 1] == 0) {
      end--;
    }
    while (end > from || end == from && end == last) {
      int begin = end;
      while (begin > from && bytes[begin - 1] != 0) {
        begin--;
      }
      int length = end - begin;
      int at = event.reserve(length + 1);
      bytes = event.bytes();
      bytes[at] = '/';
      System.arraycopy(bytes, begin, bytes, at + 1, length);
      end = begin - 1;
    }
  }
}
