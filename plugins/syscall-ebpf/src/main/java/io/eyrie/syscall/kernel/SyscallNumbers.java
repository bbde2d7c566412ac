// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.event.RecordKind;
import java.util.Set;

/**
 * The numbers of the calls, per architecture, from the kernel's {@code syscall_64.tbl}, {@code
 * syscall_32.tbl} and {@code asm-generic/unistd.h}.
 */
public enum SyscallNumbers {
  /** 64-bit tasks on x86-64. */
  X86_64 {
    @Override
    int[] of(RecordKind kind) {
      return switch (kind) {
        case EXEC_STATE, FORK_STATE, PROCEXIT -> NONE;
        case EXECVE -> is(59);
        case EXECVEAT -> is(322);
        case OPEN -> is(2);
        case OPENAT -> is(257);
        case OPENAT2 -> is(437);
        case CREAT -> is(85);
        case CONNECT -> is(42);
        case ACCEPT -> is(43);
        case ACCEPT4 -> is(288);
        case CLOSE -> is(3);
        case CLOSE_RANGE -> is(436);
        case DUP -> is(32);
        case DUP2 -> is(33);
        case DUP3 -> is(292);
        case FCNTL -> is(72);
        case CLONE -> is(56);
        case CLONE3 -> is(435);
        case FORK -> is(57);
        case VFORK -> is(58);
        case CHDIR -> is(80);
        case FCHDIR -> is(81);
        case SOCKET -> is(41);
        case PIPE -> is(22, 293);
      };
    }
  },
  /** 32-bit tasks on x86-64. */
  I386 {
    @Override
    int[] of(RecordKind kind) {
      return switch (kind) {
        case EXEC_STATE, FORK_STATE, PROCEXIT, ACCEPT -> NONE;
        case EXECVE -> is(11);
        case EXECVEAT -> is(358);
        case OPEN -> is(5);
        case OPENAT -> is(295);
        case OPENAT2 -> is(437);
        case CREAT -> is(8);
        case CONNECT -> is(362);
        case ACCEPT4 -> is(364);
        case CLOSE -> is(6);
        case CLOSE_RANGE -> is(436);
        case DUP -> is(41);
        case DUP2 -> is(63);
        case DUP3 -> is(330);
        case FCNTL -> is(55, 221);
        case CLONE -> is(120);
        case CLONE3 -> is(435);
        case FORK -> is(2);
        case VFORK -> is(190);
        case CHDIR -> is(12);
        case FCHDIR -> is(133);
        case SOCKET -> is(359);
        case PIPE -> is(42, 331);
      };
    }
  };

  private static final int[] NONE = {};
  private static final int MAX_CALLS = 512;

  abstract int[] of(RecordKind kind);

  private static int[] is(int... numbers) {
    return numbers;
  }

  /** The program's table of wanted calls: index = number, value = record kind, 0 = off. */
  public byte[] table(Set<RecordKind> wanted) {
    byte[] table = new byte[MAX_CALLS];
    for (RecordKind kind : wanted) {
      for (int number : of(kind)) {
        table[number] = (byte) kind.code();
      }
    }
    return table;
  }
}
