// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import java.util.List;

/**
 * What is known of a system call: its event, what the kernel lays into its record, and how that
 * becomes the event.
 */
public final class Call {

  /** When the state needs a call. */
  public enum Need {
    /** Never. */
    NONE,
    /** When it did not fail. */
    DONE,
    /** Always: a failure may change things too. */
    ALWAYS
  }

  private final int event;
  private final int type;
  private final LossClass lossClass;
  private final Need need;
  private final List<Section> sections;
  private final ParameterWriter[] writers;
  private final int directory;

  Call(
      int event,
      int type,
      LossClass lossClass,
      Need need,
      List<Section> sections,
      ParameterWriter[] writers) {
    this.event = event;
    this.type = type;
    this.lossClass = lossClass;
    this.need = need;
    this.sections = List.copyOf(sections);
    this.writers = writers;
    int cwd = -1;
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).op() == Section.Op.CWD) {
        cwd = i;
      }
    }
    this.directory = cwd;
  }

  /** The code of its event in the table. */
  public int event() {
    return event;
  }

  /** The type that rules see, of {@link io.eyrie.syscall.table.EventTypes}. */
  public int type() {
    return type;
  }

  /** The class that its losses are counted in. */
  public LossClass lossClass() {
    return lossClass;
  }

  /** When the state needs it. */
  public Need need() {
    return need;
  }

  /** What follows the registers in its record. */
  public List<Section> sections() {
    return sections;
  }

  /** Makes a loaded record the event. */
  public void write(LiveRecord record, Event into) {
    into.become(event);
    for (ParameterWriter writer : writers) {
      writer.write(record, into);
    }
    if (directory >= 0 && record.length(directory) > 0) {
      tellDirectory(record, into, directory);
    }
  }

  static void tellDirectory(LiveRecord record, Event into, int section) {
    int at = into.reserve(0);
    Texts.append(record, into, section);
    into.directory(at, into.reserve(0) - at);
  }
}
