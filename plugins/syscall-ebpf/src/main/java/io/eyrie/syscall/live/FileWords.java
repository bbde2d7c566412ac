// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;

/** Writes parameters that tell of files: devices, how they are opened, what a program's file is. */
final class FileWords {

  private static final int ACCESS_MODE = 3;
  private static final int READ_ONLY = 1;
  private static final int WRITE_ONLY = 2;
  private static final int CREATE = 0100;
  private static final int TEMPORARY = 020200000;
  private static final int PERMISSIONS = 07777;

  /** {@code O_F_CREATED}, {@code FD_UPPER_LAYER}, {@code FD_LOWER_LAYER} of the table. */
  private static final long CREATED_FLAG = 1 << 14;

  private static final long UPPER_FLAG = 1 << 15;
  private static final long LOWER_FLAG = 1 << 16;

  /** {@code FMODE_CREATED} of the kernel. */
  private static final int KERNEL_CREATED = 0x100000;

  private static final int UPPER = 2;
  private static final int LOWER = 1;

  private static final int WRITABLE = 1;
  private static final int UPPER_LAYER = 2;
  private static final int FROM_MEMFD = 4;
  private static final int LOWER_LAYER = 8;
  private static final int DAC_OVERRIDE = 1;

  private static final NativeFlags OPEN = NativeFlags.named("file_flags");

  private FileWords() {}

  /** A device of the kernel, 12 bits and 20 bits, as user space numbers it. */
  private static long userDevice(int device) {
    int major = device >>> 20;
    int minor = device & 0xfffff;
    return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
  }

  /** The device of the file of a section. */
  static void device(LiveRecord record, Event event, int section) {
    if (record.reaches(section, RecordLayout.FILE_SIZE)) {
      event.put32(userDevice(event.intAt(record.offset(section))));
    } else {
      event.put32(0);
    }
  }

  static void terminal(LiveRecord record, Event event, int section, int offset) {
    if (record.reaches(section, offset + 4)) {
      event.put32(userDevice(event.intAt(record.offset(section) + offset)));
    } else {
      event.empty();
    }
  }

  /** The layer of an overlay, of creat. */
  static void layer(LiveRecord record, Event event, int section) {
    event.put16(
        switch (layerOf(record, event, section)) {
          case UPPER -> 1;
          case LOWER -> 2;
          default -> 0;
        });
  }

  private static int layerOf(LiveRecord record, Event event, int section) {
    return record.reaches(section, RecordLayout.FILE_SIZE)
        ? event.intAt(record.offset(section) + RecordLayout.FILE_LAYER)
        : 0;
  }

  /** The flags of an open; its file is in a section when it was opened. */
  static ParameterWriter openFlags(NumberReader flags, int file) {
    return (record, event) -> {
      if (!flags.present(record)) {
        event.empty();
        return;
      }
      int wanted = (int) flags.read(record, event);
      long result = OPEN.of(wanted & 0xffff_ffffL);
      result |=
          switch (wanted & ACCESS_MODE) {
            case 0 -> READ_ONLY;
            case 1 -> WRITE_ONLY;
            default -> READ_ONLY | WRITE_ONLY;
          };
      if (record.reaches(file, RecordLayout.FILE_SIZE)) {
        if ((event.intAt(record.offset(file) + RecordLayout.FILE_OPEN_MODE) & KERNEL_CREATED)
            != 0) {
          result |= CREATED_FLAG;
        }
        switch (layerOf(record, event, file)) {
          case UPPER -> result |= UPPER_FLAG;
          case LOWER -> result |= LOWER_FLAG;
          default -> {}
        }
      }
      event.put32(result);
    };
  }

  /** The permissions of a file that is made; 0 of one that is only opened, where they are noise. */
  static ParameterWriter openMode(NumberReader flags, NumberReader mode) {
    return (record, event) -> {
      if (!flags.present(record) || !mode.present(record)) {
        event.empty();
        return;
      }
      long wanted = flags.read(record, event);
      boolean makes = (wanted & CREATE) != 0 || (wanted & TEMPORARY) == TEMPORARY;
      event.put32(makes ? mode.read(record, event) & PERMISSIONS : 0);
    };
  }

  /** What the file of a new program is: may the task write to it, where does it lie. */
  static ParameterWriter programFlags(int process, int file) {
    return (record, event) -> {
      int flags = 0;
      if (record.reaches(file, RecordLayout.FILE_SIZE)) {
        if (writable(record, event, process, record.offset(file))) {
          flags |= WRITABLE;
        }
        switch (layerOf(record, event, file)) {
          case UPPER -> flags |= UPPER_LAYER;
          case LOWER -> flags |= LOWER_LAYER;
          default -> {}
        }
      }
      if (record.anonymous()) {
        flags |= FROM_MEMFD;
      }
      event.put32(flags);
    };
  }

  private static boolean writable(LiveRecord record, Event event, int process, int file) {
    if (!record.reaches(process, RecordLayout.PROCESS_SIZE)) {
      return false;
    }
    int task = record.offset(process);
    if ((event.longAt(task + RecordLayout.PROCESS_EFFECTIVE) >>> DAC_OVERRIDE & 1) != 0) {
      return true;
    }
    int mode = event.intAt(file + RecordLayout.FILE_MODE);
    if (event.intAt(file + RecordLayout.FILE_UID)
        == event.intAt(task + RecordLayout.PROCESS_EUID)) {
      return (mode & 0200) != 0;
    }
    if (event.intAt(file + RecordLayout.FILE_GID)
        == event.intAt(task + RecordLayout.PROCESS_EGID)) {
      return (mode & 020) != 0;
    }
    return (mode & 02) != 0;
  }
}
