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
  private final KernelThreads kernelThreads;
  private final ConnectionSides sides;
  private final @Nullable CloneChanges clones;
  private final @Nullable ToldAccounts told;
  private final @Nullable ContainerAccounts ofContainers;
  private final Accounts accounts;
  private final @Nullable ProcSource proc;
  private final Change[] before = new Change[EventTable.size()];
  private final Change[] after = new Change[EventTable.size()];
  private final boolean[] ofDescriptors = new boolean[EventTable.size()];
  private boolean accountsKept;

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
    kernelThreads = new KernelThreads(threads, null);
    sides = new ConnectionSides(interfaces, false);
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
    kernelThreads = new KernelThreads(threads, proc);
    sides = new ConnectionSides(interfaces, true);
    register(true);
  }

  /** The state of a capture: threads are made and ended by its events alone. */
  public static SystemState ofCapture(Limits limits) {
    return new SystemState(limits);
  }

  /**
   * The state of the running system: {@link #kernelThreads} and {@link #ends} tell of threads; the
   * events of clone, fork and vfork change nothing.
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
    return proc == null || proc.descriptorsKept();
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

  /** On the running kernel: with the next event its process ends, all its threads are gone. */
  public void ends(int tgid) {
    threadChanges.ends(tgid);
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
        KernelThreads.refine(event, thread);
      } else {
        clones.apply(event);
        thread = subject.thread();
      }
    }
    if (thread == null) {
      return;
    }
    if (proc != null && proc.descriptorsKept() && thread.descriptors().stale()) {
      proc.descriptors(thread);
    }
    about(event, row, thread);
    if (descriptorsKept() || !ofDescriptors[code]) {
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
    ThreadEntry seen = kernelThreads.take(event.tid());
    if (seen != null) {
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
    subject.use(fd, fd < 0 || !descriptorsKept() ? null : thread.descriptors().get(fd));
  }

  /** Applies what must not stand yet while the event is judged. */
  public void after(Event event) {
    ThreadEntry thread = subject.thread();
    if (thread != null && (descriptorsKept() || !ofDescriptors[event.code()])) {
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

  /** What the kernel program tells of threads, on the running system. */
  public KernelThreads kernelThreads() {
    return kernelThreads;
  }

  /** Which end of a connection is which. */
  public ConnectionSides sides() {
    return sides;
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
