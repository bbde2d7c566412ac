// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.ThreadFacts;

/** Reads the process list of all versions, 1 to 9: an entry for each thread. */
final class ProcessList {

  private static final byte[] NOTHING = {};
  private static final long NOBODY = 0xffff_ffffL;

  /** A tail of at most so many bytes is of the time before pid namespaces and terminals. */
  private static final int SHORT_TAIL = 30;

  private final BlockBody body;
  private final int version;

  private ProcessList(BlockBody body, int version) {
    this.body = body;
    this.version = version;
  }

  static void read(BlockBody body, int version, FactSink into) throws CaptureException {
    ProcessList list = new ProcessList(body, version);
    while (body.left() >= 4) {
      if (version == 9) {
        body.entry(body.u32() - 4);
      }
      into.thread(list.entry());
      if (version == 9) {
        body.endEntry();
      }
    }
  }

  private ThreadFacts entry() throws CaptureException {
    long tid = body.i64();
    long pid = body.i64();
    long ptid = body.i64();
    long sid = version >= 6 ? body.i64() : -1;
    long vpgid = version >= 8 ? body.i64() : -1;
    byte[] comm = body.text();
    byte[] exe = body.text();
    byte[] exepath = version >= 7 ? body.text() : NOTHING;
    byte[] args = body.text();
    byte[] cwd = body.text();
    long fdLimit = body.i64();
    int flags = body.i32();
    long uid = body.u32();
    long gid = body.u32();
    ThreadFacts.Memory memory = version >= 2 ? memory() : ThreadFacts.Memory.UNKNOWN;
    byte[] env = version >= 3 ? body.text() : NOTHING;
    long vtid = version >= 4 ? body.i64() : -1;
    long vpid = version >= 4 ? body.i64() : -1;
    byte[] cgroups = version >= 4 ? body.text() : NOTHING;
    byte[] root = version >= 5 ? body.text() : NOTHING;
    boolean wholeTail = version == 9 && body.left() > SHORT_TAIL;
    long initStart = wholeTail ? body.i64() : 0;
    long tty = wholeTail ? body.u32() : 0;
    long loginUid = fits(4) ? body.u32() : NOBODY;
    boolean writable = flag();
    long inheritable = number(0);
    long permitted = number(0);
    long effective = number(0);
    boolean upperLayer = flag();
    long inode = number(0);
    long ctime = number(0);
    long mtime = number(0);
    boolean fromMemfd = flag();
    boolean lowerLayer = flag();
    long pgid = number(-1);
    return new ThreadFacts(
        new ThreadFacts.Ids(tid, pid, ptid, sid, vtid, vpid, vpgid, pgid),
        new ThreadFacts.Program(comm, exe, exepath, args, env, cwd, cgroups, root),
        new ThreadFacts.ExecutableFile(
            writable, upperLayer, lowerLayer, fromMemfd, inode, ctime, mtime),
        new ThreadFacts.Owner(uid, gid, loginUid, tty, inheritable, permitted, effective),
        memory,
        fdLimit,
        flags,
        initStart,
        0);
  }

  private ThreadFacts.Memory memory() throws CaptureException {
    long size = body.u32();
    long resident = body.u32();
    long swapped = body.u32();
    long major = body.i64();
    long minor = body.i64();
    return new ThreadFacts.Memory(size, resident, swapped, major, minor);
  }

  private boolean fits(int bytes) {
    return version == 9 && body.left() >= bytes;
  }

  private boolean flag() throws CaptureException {
    return fits(1) && body.u8() != 0;
  }

  private long number(long otherwise) throws CaptureException {
    return fits(8) ? body.i64() : otherwise;
  }
}
