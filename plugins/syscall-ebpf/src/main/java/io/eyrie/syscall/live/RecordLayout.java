// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

/**
 * Where the words of a ring record stand; the C side is {@code src/main/bpf/eyrie_events.h}, whose
 * static assertions name the same offsets.
 *
 * <pre>
 *   0               2               4               6               8
 *   +---------------+---------------+---------------+---------------+
 *   | kind          | flags         | number        | cpu           |   header, 64 bytes
 *   +---------------+---------------+---------------+---------------+
 *   | tgid                          | tid                           |
 *   +-------------------------------+-------------------------------+
 *   | nanoseconds since boot, suspended time included               |
 *   +---------------------------------------------------------------+
 *   | result of the call                                            |
 *   +-------------------------------+-------------------------------+
 *   | uid                           | gid                           |
 *   +-------------------------------+-------------------------------+
 *   | comm, NUL-padded, 16 bytes                                    |
 *   +-------------------------------+-------------------------------+
 *   | ppid                          | closed: descriptor + 1, or 0  |
 *   +-------------------------------+-------------------------------+
 *
 *   call   64 six u64 registers | 112 six u16 lengths of sections | 124 - | 128 the sections
 *   exec   64 process section | 168 file section | 216 six u16 lengths | 228 whether anonymous u16 | -
 *          232 cgroup, executable, directory (components), arguments, environment, name asked for
 *   fork   64 tgid of the child | 68 its ppid | 72 its tid and 76 its pid in its own namespace
 *   exit   64 status | 68 the new parent of its children
 *
 *   sections
 *   socket   0 family u16 | 2 protocol u16 | 4 local port u16 | 6 remote port u16 | 8 local address 16
 *            24 remote address 16 | 40 socket u64 | 48 peer u64 | 56 backlog u32 | 60 its most u32
 *            64 the name of a Unix socket, as a sockaddr
 *   file     0 device u32 | 4 mode u32 | 8 inode u64 | 16 layer u32 | 20 kernel's mode of the open u32
 *            24 uid | 28 gid | 32 mtime u64 | 40 ctime u64
 *   process  0 most descriptors u64 | 8 major and 16 minor faults u64 | 24 start of its namespace u64
 *            32 capabilities inheritable, 40 permitted, 48 effective u64 | 56 size, 60 resident,
 *            64 swapped KiB u32 | 68 vtid | 72 vpid | 76 vpgid | 80 pgid | 84 sid | 88 terminal
 *            92 loginuid | 96 euid | 100 egid
 * </pre>
 *
 * Numbers are in the machine's byte order. <em>Components</em> are names from the leaf to the root,
 * each with its NUL.
 */
public final class RecordLayout {

  /** Bytes of the header. */
  public static final int HEADER = 64;

  /** Bytes of the largest record. */
  public static final int MAX_RECORD = 24_576;

  /** Where the task's name begins. */
  public static final int COMM = 40;

  /** Room for the task's name. */
  public static final int COMM_LENGTH = 16;

  static final int KIND = 0;
  static final int FLAGS = 2;
  static final int NUMBER = 4;
  static final int CPU = 6;
  static final int TGID = 8;
  static final int TID = 12;

  /** Where the time stands, nanoseconds since boot. */
  public static final int BOOT_NANOS = 16;

  static final int RESULT = 24;
  static final int UID = 32;
  static final int GID = 36;
  static final int PPID = 56;
  static final int CLOSED = 60;

  static final int ARGUMENTS = 64;
  static final int ARGUMENT_COUNT = 6;
  static final int CALL_LENGTHS = 112;
  static final int CALL_SECTIONS = 128;

  static final int EXEC_PROCESS = 64;
  static final int EXEC_FILE = 168;
  static final int EXEC_LENGTHS = 216;
  static final int EXEC_ANONYMOUS = 228;
  static final int EXEC_TEXTS = 232;

  static final int FORK_CHILD_TGID = 64;
  static final int FORK_CHILD_PPID = 68;
  static final int FORK_CHILD_VTID = 72;
  static final int FORK_CHILD_VPID = 76;
  static final int FORK_END = 80;

  static final int EXIT_STATUS = 64;
  static final int EXIT_REAPER = 68;
  static final int EXIT_END = 72;

  static final int SECTIONS = 6;

  static final int SOCKET_SIZE = 64;
  static final int SOCKET_LOCAL_PORT = 4;
  static final int SOCKET_REMOTE_PORT = 6;
  static final int SOCKET_LOCAL = 8;
  static final int SOCKET_REMOTE = 24;
  static final int SOCKET_SELF = 40;
  static final int SOCKET_PEER = 48;
  static final int SOCKET_BACKLOG = 56;
  static final int SOCKET_MAX_BACKLOG = 60;

  static final int FILE_SIZE = 48;
  static final int FILE_MODE = 4;
  static final int FILE_LAYER = 16;
  static final int FILE_OPEN_MODE = 20;
  static final int FILE_UID = 24;
  static final int FILE_GID = 28;

  static final int PROCESS_SIZE = 104;
  static final int PROCESS_EFFECTIVE = 48;
  static final int PROCESS_VTID = 68;
  static final int PROCESS_EUID = 96;
  static final int PROCESS_EGID = 100;

  /** The task made the call in 32-bit mode. */
  public static final int FLAG_COMPAT32 = 1;

  /** A path or address of the caller could not be read. */
  public static final int FLAG_UNREADABLE = 2;

  /** It was read at exit: another thread could have changed it since. */
  public static final int FLAG_READ_LATE = 4;

  /** A text is longer than the kernel takes, or than the room in the record. */
  public static final int FLAG_TRUNCATED = 8;

  /** The last thread of the process ends. */
  public static final int FLAG_GROUP_DEAD = 16;

  /** The child uses its parent's descriptor table. */
  public static final int FLAG_SHARED_FILES = 32;

  /** The child uses its parent's working directory. */
  public static final int FLAG_SHARED_FS = 64;

  /** The cgroup is of the unified tree. */
  public static final int FLAG_CGROUP_V2 = 128;

  /** What was taken at entry is another at exit: somebody changed it meanwhile. */
  public static final int FLAG_CHANGED = 256;

  private RecordLayout() {}
}
