// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

/** The numbers of the blocks that a capture consists of, with the aliases of its first years. */
final class BlockType {

  static final int SECTION = 0x0A0D0D0A;
  static final int MACHINE = 0x201;
  static final int PROCESSES_1 = 0x202;
  static final int DESCRIPTORS_1 = 0x203;
  static final int EVENT = 0x204;
  static final int INTERFACES_1 = 0x205;
  static final int USERS_1 = 0x206;
  static final int PROCESSES_2 = 0x207;
  static final int EVENT_FLAGS = 0x208;
  static final int PROCESSES_3 = 0x209;
  static final int PROCESSES_4 = 0x210;
  static final int PROCESSES_9 = 0x215;
  static final int EVENT_2 = 0x216;
  static final int EVENT_FLAGS_2 = 0x217;
  static final int DESCRIPTORS_2 = 0x218;
  static final int INTERFACES_2 = 0x219;
  static final int USERS_2 = 0x220;
  static final int LARGE_EVENT = 0x221;
  static final int LARGE_EVENT_FLAGS = 0x222;

  private BlockType() {}

  /** The number that a block is known by today. */
  static int canonical(int type) {
    return switch (type) {
      case 0x8000ABCD -> PROCESSES_1;
      case 0x8001ABCD -> DESCRIPTORS_1;
      case 0x8002ABCD -> MACHINE;
      case 0x8010ABCD -> EVENT;
      case 0x8011ABCD -> INTERFACES_1;
      case 0x8012ABCD -> USERS_1;
      case 0x8013ABCD -> PROCESSES_2;
      case 0x8014ABCD -> PROCESSES_3;
      default -> type;
    };
  }

  /** Which version of the process list a block is; 0 for all other blocks. */
  static int processListVersion(int type) {
    return switch (type) {
      case PROCESSES_1 -> 1;
      case PROCESSES_2 -> 2;
      case PROCESSES_3 -> 3;
      default -> type >= PROCESSES_4 && type <= PROCESSES_9 ? type - PROCESSES_4 + 4 : 0;
    };
  }

  static boolean isEvent(int type) {
    return switch (type) {
      case EVENT, EVENT_FLAGS, EVENT_2, EVENT_FLAGS_2, LARGE_EVENT, LARGE_EVENT_FLAGS -> true;
      default -> false;
    };
  }
}
