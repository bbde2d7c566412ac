// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.RecordKind;
import java.nio.file.Path;

/**
 * What is known of the system at the event being judged: processes, descriptors, users.
 *
 * <p>For each record: {@link #process} finds its process, {@link #before} applies what must stand
 * before rules look (a new file, a new program), and {@link #after} what must not (a closed file,
 * an ended process). One thread.
 */
public final class SystemState {

  private final DescriptorPool pool;
  private final ProcessTable processes;
  private final UserTable users;
  private final StateChanges changes;
  private boolean descriptorsKept;

  /**
   * Begins with nothing known.
   *
   * @param proc where {@code /proc} is mounted
   * @param passwd where users are named
   * @param maxProcesses how many processes are kept at most
   * @param maxDescriptors how many descriptors of all processes are kept at most
   */
  public SystemState(Path proc, Path passwd, int maxProcesses, int maxDescriptors) {
    this.pool = new DescriptorPool(maxDescriptors);
    this.processes =
        new ProcessTable(new ProcFiles(proc), pool, maxProcesses, Math.min(maxDescriptors, 65_536));
    this.users = new UserTable(passwd, System::nanoTime);
    this.changes = new StateChanges(processes);
  }

  /** Reads the processes there are; after the kernel program has begun to report new ones. */
  public void scan() {
    processes.scan();
  }

  /** Begins or ends to keep descriptors; after their calls were switched on in the kernel. */
  public void keepDescriptors(boolean keep) {
    processes.keepDescriptors(keep);
    descriptorsKept = keep;
  }

  /** Whether descriptors are kept. */
  public boolean descriptorsKept() {
    return descriptorsKept;
  }

  /** The process of a record. */
  public ProcessEntry process(EventRecord record) {
    return processes.of(record);
  }

  /** Applies what must stand before the event is judged. */
  public void before(RecordKind kind, EventRecord record, ProcessEntry process) {
    changes.before(kind, record, process, descriptorsKept);
  }

  /** Applies what must not stand yet while the event is judged. */
  public void after(RecordKind kind, EventRecord record, ProcessEntry process) {
    changes.after(kind, record, process, descriptorsKept);
  }

  /** Events were lost: what they might have changed is read again when it is next needed. */
  public void distrust(boolean ofProcesses, boolean ofDescriptors) {
    processes.distrust(ofProcesses, ofDescriptors);
  }

  /** The processes. */
  public ProcessTable processes() {
    return processes;
  }

  /** The users. */
  public UserTable users() {
    return users;
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
