// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.kernel.KernelTables;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the system at the event being judged: threads, descriptors, users, groups,
 * interfaces.
 *
 * <p>It begins with facts and {@link #seeded}. For each event {@link #before} finds its thread and
 * descriptor and applies what must stand before rules look (a new file, a new program), and {@link
 * #after} what must not (a closed file, an ended thread). One thread.
 */
public final class SystemState implements FactSink, AutoCloseable {

  /** Of the users and groups of all containers together. */
  private static final long MOST_ACCOUNT_BYTES = 32L << 20;

  private static final byte[] ABSENT = "<NA>".getBytes(StandardCharsets.US_ASCII);

  /** By code, whether it is of the whole system, of containers, users, plugins. */
  private static final boolean[] WITHOUT_THREAD = new boolean[EventTable.size()];

  static {
    for (EventRow row : EventTable.rows()) {
      WITHOUT_THREAD[row.code()] = withoutThread(row);
    }
  }

  private final DescriptorPool pool;
  private final ThreadTable threads;
  private final Interfaces interfaces = new Interfaces();
  private final Subject subject = new Subject();
  private final Seeding seeding;
  private final ThreadChanges threadChanges;
  private final @Nullable CloneChanges clones;
  private final @Nullable ToldAccounts told;
  private final @Nullable ContainerAccounts ofContainers;
  private final Accounts accounts;
  private final @Nullable ProcSource proc;
  private final Change[] before = new Change[EventTable.size()];
  private final Change[] after = new Change[EventTable.size()];
  private final boolean[] ofDescriptors = new boolean[EventTable.size()];
  private boolean descriptorsKept = true;
  private boolean accountsKept;
  private @Nullable ThreadEntry observed;

  /** Of a capture. */
  private SystemState(Limits limits) {
    pool = new DescriptorPool(limits.descriptors());
    threads = new ThreadTable(pool, limits.threads());
    seeding = new Seeding(threads, interfaces);
    RecentExits exits = new RecentExits();
    clones = new CloneChanges(subject, threads, exits);
    threadChanges = new ThreadChanges(threads, exits, false);
    told = new ToldAccounts();
    accounts = told;
    ofContainers = null;
    proc = null;
    register(false);
  }

  /** Of the running system. */
  private SystemState(Limits limits, Path procRoot, Path passwd, Path group) {
    pool = new DescriptorPool(limits.descriptors());
    threads = new ThreadTable(pool, limits.threads());
    seeding = new Seeding(threads, interfaces);
    threadChanges = new ThreadChanges(threads, new RecentExits(), true);
    clones = null;
    told = null;
    ofContainers =
        new ContainerAccounts(
            threads,
            new AccountReader(procRoot),
            System::nanoTime,
            limits.containers(),
            MOST_ACCOUNT_BYTES);
    accounts = new LiveAccounts(new HostAccounts(passwd, group, System::nanoTime), ofContainers);
    proc = new ProcSource(procRoot, threads, seeding, limits);
    threads.readFrom(proc);
    descriptorsKept = false;
    register(true);
  }

  /** The state of a capture: threads are made and ended by its events alone. */
  public static SystemState ofCapture(Limits limits) {
    return new SystemState(limits);
  }

  /**
   * The state of the running system: {@link #observe}, {@link #forked} and {@link #ends} tell of
   * threads; the events of clone, fork and vfork change nothing.
   *
   * @param procRoot where {@code /proc} is mounted
   * @param passwd where users are named
   * @param group where groups are named
   */
  public static SystemState live(Limits limits, Path procRoot, Path passwd, Path group) {
    return new SystemState(limits, procRoot, passwd, group);
  }

  private void register(boolean live) {
    Arrays.fill(before, Change.NOTHING);
    Arrays.fill(after, Change.NOTHING);
    new FileChanges(subject, threads, live).register(before, after);
    new SocketChanges(subject, interfaces, proc).register(before);
    for (int code = 0; code < before.length; code++) {
      ofDescriptors[code] =
          !before[code].equals(Change.NOTHING) || !after[code].equals(Change.NOTHING);
    }
    threadChanges.register(before, after);
  }

  /** Whether it is of the running system, not of a capture. */
  public boolean live() {
    return proc != null;
  }

  /**
   * Reads the processes there are from {@code /proc}; after the kernel program has begun to report
   * new ones. Of a capture nothing is read.
   */
  public void scan() {
    if (proc != null) {
      proc.scan(interfaces);
    }
  }

  /**
   * Begins or ends to keep descriptors and working directories, on the running system; after their
   * calls were switched on in the kernel. For a capture they are always kept.
   */
  public void keepDescriptors(boolean keep) {
    if (proc != null) {
      proc.keepDescriptors(keep);
      descriptorsKept = keep;
    }
  }

  /**
   * Has the descriptors and working directories that there are read from the kernel's tables when
   * they are first kept, of which it becomes the owner; else they are read from {@code /proc}.
   */
  public void readFirst(KernelTables tables) {
    if (proc == null) {
      tables.close();
    } else {
      proc.readFirst(tables);
    }
  }

  /** Whether descriptors and working directories are kept. */
  public boolean descriptorsKept() {
    return descriptorsKept;
  }

  /**
   * Begins or ends to read the users and groups of containers as soon as one begins, so that they
   * are there when a field asks for them. For a capture they are always kept.
   */
  public void keepAccounts(boolean keep) {
    if (keep && !accountsKept && ofContainers != null) {
      ofContainers.warm();
    }
    accountsKept = keep;
  }

  @Override
  public void thread(ThreadFacts thread) {
    seeding.thread(thread);
  }

  @Override
  public void descriptor(long tid, DescriptorFacts descriptor) {
    ThreadEntry thread = threads.peek(tid);
    if (thread != null) {
      seeding.descriptor(thread, descriptor);
    }
  }

  @Override
  public void networkInterface(InterfaceFacts networkInterface) {
    interfaces.add(networkInterface);
  }

  @Override
  public void user(UserFacts user) {
    if (told != null) {
      told.add(user);
    }
  }

  @Override
  public void group(GroupFacts group) {
    if (told != null) {
      told.add(group);
    }
  }

  /** The facts are complete: threads join their processes, the roles in connections are guessed. */
  public void seeded() {
    seeding.complete();
  }

  /** Forgets all: another section of a capture begins, with facts of its own. */
  public void reset() {
    threads.clear();
    interfaces.clear();
    if (told != null) {
      told.clear();
    }
    subject.begin(null);
  }

  /** Tells all that is known, as facts. */
  public void tell(FactSink into) {
    accounts.tell(into);
    seeding.tell(into);
  }

  /**
   * The running kernel's word on the thread of the next event: what differs from what is known is
   * taken, and an unknown thread is entered, as one of its process or from {@code /proc}. Called
   * before {@link #before} for each event. The name is taken only when none is known: it stays what
   * the last exec or fork made it, so that a process can't rename itself out of a rule.
   *
   * @param comm holds the task's name from {@code commOffset}, of at most {@code commRoom} bytes
   *     and ended by a NUL when it is shorter
   */
  public void observe(
      int tid, int tgid, int ppid, int uid, int gid, byte[] comm, int commOffset, int commRoom) {
    // A new thread has the facts of its process: /proc is read for processes alone.
    boolean known = tid == tgid || threads.peek(tid) != null;
    ThreadEntry thread = known ? threads.get(tid) : null;
    if (thread == null || thread.pid() != tgid) {
      thread = met(tid, tgid);
    }
    observed = thread;
    if (thread.ptid() != ppid && ppid > 0) {
      threads.adopt(thread, ppid);
    }
    thread.uid = Integer.toUnsignedLong(uid);
    thread.gid = Integer.toUnsignedLong(gid);
    if (thread.comm().isEmpty()) {
      int length = 0;
      while (length < commRoom && comm[commOffset + length] != 0) {
        length++;
      }
      thread.comm().set(comm, commOffset, length);
    }
  }

  /** The thread that was observed has closed a descriptor since it was last seen. */
  public void closed(long fd) {
    if (observed != null && descriptorsKept) {
      observed.descriptors().close(fd);
    }
  }

  /** A thread of the running system that is seen for the first time. */
  private ThreadEntry met(int tid, int tgid) {
    ThreadEntry main = tid == tgid ? null : threads.get(tgid);
    if (tid != tgid && main == null) {
      main = threads.enter(tgid);
      threads.join(main, tgid);
      main.vtid = tgid;
      main.vpid = tgid;
    }
    ThreadEntry thread = threads.enter(tid);
    threads.join(thread, tgid);
    if (main != null) {
      threadOf(main, thread, tid);
    } else {
      thread.flags = ThreadEntry.MAIN_THREAD;
      thread.vtid = tid;
      thread.vpid = tid;
    }
    return thread;
  }

  private void threadOf(ThreadEntry main, ThreadEntry thread, int vtid) {
    thread.inherit(main);
    // Not the name that it has given itself since: a thread can't rename itself out of a rule
    // either.
    thread.comm().set(main.comm());
    threads.adopt(thread, main.ptid());
    thread.vpid = main.vpid;
    thread.vtid = main.vpid == main.pid ? thread.tid : vtid;
    thread.flags = ThreadEntry.CLONE_THREAD | ThreadEntry.CLONE_FILES;
    thread.directory = main.directory();
    thread.descriptors = main.descriptors().share();
  }

  /**
   * A fork of the running kernel, as it happened: the child is entered in place of whatever had its
   * id before. The thread that forked was observed.
   *
   * @param tid the thread that forked
   * @param childPpid the child's parent, which with {@code CLONE_PARENT} is not who forked
   * @param childVtid its id in its own pid namespace; -1 when not told
   * @param childVpid its process's id there; -1 when not told
   * @param sharesFiles whether it has the same table of descriptors
   * @param sharesDirectory whether it has the same working directory
   */
  public void forked(
      long timeNanos,
      int tid,
      int childTid,
      int childTgid,
      int childPpid,
      int childVtid,
      int childVpid,
      boolean sharesFiles,
      boolean sharesDirectory) {
    ThreadEntry parent = threads.get(tid);
    if (parent == null) {
      return;
    }
    if (proc != null && descriptorsKept && parent.descriptors().stale()) {
      // The child gets what its parent has, which is not known yet when that does nothing itself.
      proc.descriptors(parent);
    }
    ThreadEntry child = threads.enter(childTid);
    threads.join(child, childTgid);
    child.inherit(parent);
    child.comm.set(parent.comm());
    threads.adopt(child, childPpid);
    child.startNanos = timeNanos;
    boolean thread = childTid != childTgid;
    child.vtid = childVtid >= 0 ? childVtid : childTid;
    child.vpid = childVpid >= 0 ? childVpid : thread ? parent.vpid : childTid;
    child.flags =
        (thread ? ThreadEntry.CLONE_THREAD : ThreadEntry.MAIN_THREAD)
            | (sharesFiles ? ThreadEntry.CLONE_FILES : 0);
    child.directory = sharesDirectory ? parent.directory() : parent.directory().copy();
    child.descriptors = sharesFiles ? parent.descriptors().share() : parent.descriptors().fork();
  }

  /** On the running kernel: with the next event its process ends, all its threads are gone. */
  public void ends(int tgid) {
    threadChanges.ends(tgid);
  }

  /**
   * The child's own view of a fork of the running kernel: its ids in its namespace, as far as the
   * fork itself did not tell them.
   */
  private static void refine(Event event, @Nullable ThreadEntry thread) {
    if (thread != null && event.result() == 0 && event.has(19)) {
      thread.vtid = event.signed(18);
      thread.vpid = event.signed(19);
      if (event.has(20)) {
        thread.pidnsInitStartNanos = event.unsigned(20);
      }
    }
  }

  /** Finds the event's thread and descriptor and applies what must stand before it is judged. */
  public void before(Event event) {
    EventRow row = event.row();
    int code = row.code();
    if (WITHOUT_THREAD[code]) {
      ThreadEntry measured = code == EventCodes.PROCINFO ? threads.get(event.tid()) : null;
      subject.begin(measured);
      if (measured != null) {
        measured.ticks(event.unsigned(0), event.unsigned(1));
      }
      if (told != null) {
        told.apply(event);
      }
      return;
    }
    ThreadEntry thread = threadOf(event, code);
    subject.begin(thread);
    if (CloneChanges.is(code)) {
      if (clones == null) {
        refine(event, thread);
      } else {
        clones.apply(event);
        thread = subject.thread();
      }
    }
    if (thread == null) {
      return;
    }
    if (proc != null && descriptorsKept && thread.descriptors().stale()) {
      proc.descriptors(thread);
    }
    about(event, row, thread);
    if (descriptorsKept || !ofDescriptors[code]) {
      before[code].apply(event, thread);
    }
    if (accountsKept
        && ofContainers != null
        && (code == EventCodes.EXECVE || code == EventCodes.EXECVEAT)
        && !thread.image().container().host()) {
      ofContainers.expect(thread);
    }
    if (row.exit()) {
      thread.exit();
    }
  }

  private static boolean withoutThread(EventRow row) {
    int code = row.code();
    return row.has(EventRow.Flag.SKIPPARSERESET)
        || code == EventCodes.CONTAINER
        || code == EventCodes.PLUGIN
        || code == EventCodes.ASYNC
        || (code >= EventCodes.USER_ADDED && code <= EventCodes.GROUP_DELETED && !row.exit());
  }

  private @Nullable ThreadEntry threadOf(Event event, int code) {
    ThreadEntry seen = observed;
    observed = null;
    if (seen != null && seen.tid() == event.tid()) {
      return seen;
    }
    ThreadEntry thread = threads.get(event.tid());
    if (thread == null
        && event.tid() >= 0
        && code != EventCodes.PROCEXIT
        && code != EventCodes.SWITCH
        && !CloneChanges.is(code)) {
      thread = threads.enter(event.tid());
      thread.comm().set(ABSENT, 0, ABSENT.length);
      thread.image = ProcessImage.PLACEHOLDER;
    }
    return thread;
  }

  /** The descriptor that the event names, at its beginning or at its end. */
  private void about(Event event, EventRow row, ThreadEntry thread) {
    long fd = -1;
    if (row.exit()) {
      fd = thread.enteredFd(row.code());
      if (fd < 0) {
        fd = EventDescriptor.of(event);
      }
    } else if (row.kind() == EventRow.Kind.SYSCALL) {
      fd = EventDescriptor.of(event);
      thread.enter(event, fd);
    } else {
      thread.between(row.code());
    }
    subject.use(fd, fd < 0 || !descriptorsKept ? null : thread.descriptors().get(fd));
  }

  /** Applies what must not stand yet while the event is judged. */
  public void after(Event event) {
    ThreadEntry thread = subject.thread();
    if (thread != null && (descriptorsKept || !ofDescriptors[event.code()])) {
      after[event.code()].apply(event, thread);
    }
  }

  /** The thread of the event, or null when it has none. */
  public @Nullable ThreadEntry thread() {
    return subject.thread();
  }

  /** The number of the descriptor that the event is about; -1 when there is none. */
  public long fd() {
    return subject.fd();
  }

  /** That descriptor, or null when it is not known. */
  public @Nullable Descriptor descriptor() {
    return subject.descriptor();
  }

  /** Whether the event gave its descriptor another name. */
  public boolean nameChanged() {
    return subject.nameChanged();
  }

  /**
   * Whether the source of a connection is this side of it: in a capture by the addresses of its
   * host, where it tells them; else by what the process is in the connection, which holds in
   * containers too.
   */
  public boolean sourceIsLocal(Descriptor descriptor) {
    if (live() || interfaces.rows().isEmpty()) {
      return descriptor.role() != Role.SERVER;
    }
    return interfaces.has(descriptor.sourceAddress(), descriptor.type().four() ? 4 : 16);
  }

  /**
   * Whether the process is the server in a connection: in a capture by the addresses of its host,
   * where it tells them, as its destination is then one of them; else by the role.
   */
  public boolean isServer(Descriptor descriptor) {
    if (live() || interfaces.rows().isEmpty() || descriptor.type() != DescriptorType.IPV4) {
      return descriptor.type() == DescriptorType.IPV4 && descriptor.role() == Role.SERVER
          || descriptor.type() == DescriptorType.IPV6 && live() && descriptor.role() == Role.SERVER;
    }
    return interfaces.has(descriptor.destinationAddress(), 4);
  }

  /** Events were lost: what they might have changed is read again when it is next needed. */
  public void distrust(boolean ofProcesses, boolean ofDescriptors) {
    threads.each(thread -> {
      thread.stale |= ofProcesses;
      if (ofDescriptors) {
        thread.descriptors().distrust();
      }
    });
  }

  /** The threads. */
  public ThreadTable threads() {
    return threads;
  }

  /** The users and groups. */
  public Accounts accounts() {
    return accounts;
  }

  /** Users and groups of containers that are read from now on are told to this one too. */
  public void tellAccounts(Accounts.OfContainers listener) {
    if (ofContainers != null) {
      ofContainers.listener(listener);
    }
  }

  /** Of how many containers users and groups are kept. */
  public int containersWithAccounts() {
    return ofContainers == null ? 0 : ofContainers.size();
  }

  /** Of how many containers they were forgotten, to stay within the bounds. */
  public long accountsEvicted() {
    return ofContainers == null ? 0 : ofContainers.evicted();
  }

  /** How often those of a container could not be read, or not in time. */
  public long accountsUnread() {
    return ofContainers == null ? 0 : ofContainers.unread();
  }

  /** Ends its threads, and lets go of what was to be read and was not. */
  @Override
  public void close() {
    if (proc != null) {
      proc.close();
    }
    if (ofContainers != null) {
      ofContainers.close();
    }
  }

  /** How many descriptors are kept. */
  public int descriptors() {
    return pool.inUse();
  }

  /** How many descriptors were not kept, to stay within the bound. */
  public long descriptorsRefused() {
    return pool.refused();
  }
}
