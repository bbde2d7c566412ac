// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

/**
 * Where the words of a ring record stand; the C side is {@code src/main/bpf/eyrie_events.h}, whose
 * static assertions name the same offsets.
 *
 * <pre>
 *   0               2               4                               8
 *   +---------------+---------------+-------------------------------+
 *   | kind          | flags         | tgid                          |   header, 56 bytes
 *   +---------------+---------------+-------------------------------+
 *   | tid                           | ppid                          |
 *   +-------------------------------+-------------------------------+
 *   | nanoseconds since boot, suspended time included               |
 *   +---------------------------------------------------------------+
 *   | result of the call                                            |
 *   +-------------------------------+-------------------------------+
 *   | uid                           | gid                           |
 *   +-------------------------------+-------------------------------+
 *   | comm, NUL-padded, 16 bytes                                    |
 *   +---------------------------------------------------------------+
 *
 *   path       56 dirfd i32 | 60 open flags u32 | 64 mode u32 | 68 length u16 | 70 - | 72 path
 *   arguments  56 three u64
 *   socket     56 fd i32 | 60 call flags u32 | 64 family u16 | 66 protocol u16 | 68 local port u16
 *              70 remote port u16 | 72 local address 16 | 88 remote address 16 | 104 socket u64
 *              112 peer u64 | 120 length u32 | 124 - | 128 address given by the caller, 128
 *   directory  56 fd i32 | 60 length u16 | 62 - | 64 components
 *   exec       56 loginuid u32 | 60 cgroup u16 | 62 executable u16 | 64 directory u16
 *              66 arguments u16 | 68 - | 72 cgroup, executable, directory, arguments
 *   fork       56 tgid of the child u32 | 60 ppid of the child u32
 * </pre>
 *
 * Numbers are in the machine's byte order. <em>Components</em> are names from the leaf to the root,
 * each with its NUL.
 */
public final class RecordLayout {

  /** Bytes of the header. */
  public static final int HEADER = 56;

  /** Bytes of the largest record. */
  public static final int MAX_RECORD = 16_384;

  static final int KIND = 0;
  static final int FLAGS = 2;
  static final int TGID = 4;
  static final int TID = 8;
  static final int PPID = 12;
  static final int BOOT_NANOS = 16;
  static final int RESULT = 24;
  static final int UID = 32;
  static final int GID = 36;
  static final int COMM = 40;
  static final int COMM_LENGTH = 16;

  static final int PATH_DIRFD = 56;
  static final int PATH_OPEN_FLAGS = 60;
  static final int PATH_LENGTH = 68;
  static final int PATH = 72;

  static final int ARGUMENTS = 56;

  static final int SOCKET_FD = 56;
  static final int SOCKET_CALL_FLAGS = 60;
  static final int SOCKET_FAMILY = 64;
  static final int SOCKET_PROTOCOL = 66;
  static final int SOCKET_LOCAL_PORT = 68;
  static final int SOCKET_REMOTE_PORT = 70;
  static final int SOCKET_LOCAL = 72;
  static final int SOCKET_REMOTE = 88;
  static final int SOCKET_SELF = 104;
  static final int SOCKET_PEER = 112;
  static final int SOCKET_ADDRESS_LENGTH = 120;
  static final int SOCKET_ADDRESS = 128;

  static final int DIRECTORY_FD = 56;
  static final int DIRECTORY_LENGTH = 60;
  static final int DIRECTORY = 64;

  static final int EXEC_LOGINUID = 56;
  static final int EXEC_CGROUP_LENGTH = 60;
  static final int EXEC_EXE_LENGTH = 62;
  static final int EXEC_CWD_LENGTH = 64;
  static final int EXEC_ARGS_LENGTH = 66;
  static final int EXEC_TEXTS = 72;

  static final int FORK_CHILD_TGID = 56;
  static final int FORK_CHILD_PPID = 60;

  /** The task ran the call in 32-bit mode. */
  public static final int FLAG_COMPAT32 = 1;

  /** The path or address could not be read at entry nor at exit. */
  public static final int FLAG_PATH_ABSENT = 2;

  /** The path or address was read at exit: another thread could have changed it since. */
  public static final int FLAG_PATH_AT_EXIT = 4;

  /** The path is longer than the kernel takes. */
  public static final int FLAG_PATH_TRUNCATED = 8;

  /** The last thread of the process ends. */
  public static final int FLAG_GROUP_DEAD = 16;

  /** The child uses its parent's descriptor table. */
  public static final int FLAG_SHARED_FILES = 32;

  /** The child uses its parent's working directory. */
  public static final int FLAG_SHARED_FS = 64;

  /** There were more arguments than the record takes. */
  public static final int FLAG_ARGS_TRUNCATED = 128;

  private RecordLayout() {}
}
