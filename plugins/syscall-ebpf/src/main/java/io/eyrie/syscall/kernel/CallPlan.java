// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.live.LossClass;
import io.eyrie.syscall.live.Section;
import java.util.List;

/**
 * What the kernel program does with a call: a row of its table of plans.
 *
 * @param atExit whether the call is reported
 * @param entry what is taken at its entry
 * @param flags bits of {@code FLAG_}
 * @param lossClass the class that its losses are counted in
 * @param sections what follows the registers in its record, at most six
 */
public record CallPlan(
    boolean atExit, Entry entry, int flags, LossClass lossClass, List<Section> sections) {

  /** A failed call is not reported: it changes nothing, and only the state wants it. */
  public static final int FLAG_NO_FAILURES = 1;

  /** A call that did not fail is not reported: an exec is told by another tracepoint. */
  public static final int FLAG_NO_SUCCESSES = 2;

  /** Of fcntl only the commands that make or mark descriptors are reported. */
  public static final int FLAG_DESCRIPTORS_ONLY = 4;

  /** Of recvmsg only messages with control data are reported: they may bring descriptors. */
  public static final int FLAG_CONTROL_ONLY = 8;

  /**
   * Its sections are a text that is taken at the entry, the file that was made, and its place where
   * the text was changed: the program has a short way for them. Told by the sections.
   */
  private static final int FLAG_PATH = 16;

  /**
   * A close is told by the next record of its task, where no other task could see the difference:
   * nobody but the state wants it.
   */
  public static final int FLAG_FOLD = 32;

  /** Most sections of a plan. */
  static final int MOST_SECTIONS = 6;

  /** Checks the number of sections. */
  public CallPlan {
    sections = List.copyOf(sections);
    flags |= ofPath(sections, lossClass) ? FLAG_PATH : 0;
    if (sections.size() > MOST_SECTIONS) {
      throw new IllegalArgumentException("a plan of " + sections.size() + " sections");
    }
  }

  /** What is taken at the entry of a call; the order is that of {@code enum entry_kind}. */
  public enum Entry {
    NONE,
    TEXT,
    BYTES,
    NUMBER;

    @SuppressWarnings("EnumOrdinal") // the order is the program's
    int code() {
      return ordinal();
    }
  }

  /** What of these sections has to be taken at entry. */
  public static Entry entryOf(List<Section> sections) {
    for (Section section : sections) {
      if (section.atEntry()) {
        return section.op() == Section.Op.TEXT ? Entry.TEXT : Entry.BYTES;
      }
    }
    return Entry.NONE;
  }

  private static boolean ofPath(List<Section> sections, LossClass lossClass) {
    return sections.size() == 3
        && !lossClass.ofProcesses()
        && sections.get(0).op() == Section.Op.TEXT
        && sections.get(0).atEntry()
        && sections.get(0).argument() <= 1
        && sections.get(1).is(Section.OPENED_FILE)
        && sections.get(2).op() == Section.Op.PLACE
        && sections.get(2).ifChanged();
  }

  int entrySection() {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).atEntry()) {
        return i;
      }
    }
    return 0;
  }
}
