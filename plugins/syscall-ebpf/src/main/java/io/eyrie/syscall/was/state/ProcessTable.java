// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.EventRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the system by id, at most so many: when there are more, one that was not needed
 * since the last look is forgotten (the clock algorithm), counted, and read from {@code /proc}
 * again when it turns up.
 *
 * <p>Threads have no entries of their own: all that is kept here belongs to the process, and what
 * belongs to the thread (its id, name, user) is in every record. One thread.
 */
public final class ProcessTable {

  private final ProcFiles proc;
  private final DescriptorPool pool;
  private final int maxProcesses;
  private final int maxDescriptorsRead;
  private final IntTable<ProcessEntry> entries = new IntTable<>();
  private boolean descriptorsKept;
  private int hand;
  private long evicted;

  ProcessTable(ProcFiles proc, DescriptorPool pool, int maxProcesses, int maxDescriptorsRead) {
    this.proc = proc;
    this.pool = pool;
    this.maxProcesses = maxProcesses;
    this.maxDescriptorsRead = maxDescriptorsRead;
  }

  /** Reads all processes there are; called after the kernel program began to report new ones. */
  void scan() {
    for (int pid : proc.processes(maxProcesses)) {
      load(pid);
    }
  }

  /**
   * Begins or ends to keep descriptors. At the beginning those of all processes are read; what is
   * reported meanwhile waits in the ring and is applied after.
   */
  void keepDescriptors(boolean keep) {
    if (keep && !descriptorsKept) {
      Map<String, SocketInventory> sockets = new HashMap<>();
      for (int slot = 0; slot < entries.slots(); slot++) {
        ProcessEntry entry = entries.valueAt(slot);
        if (entry != null) {
          entry.descriptors().reset();
          proc.descriptors(entry.pid(), entry.descriptors(), sockets, maxDescriptorsRead);
          proc.directory(entry.pid(), entry.directory());
        }
      }
    }
    descriptorsKept = keep;
  }

  /** The process of a record; one that was never seen is read, or known by its name alone. */
  ProcessEntry of(EventRecord record) {
    ProcessEntry entry = known(record.tgid());
    if (entry == null) {
      int from = record.commOffset();
      byte[] name = Arrays.copyOfRange(record.bytes(), from, from + record.commLength());
      entry = insert(record.tgid(), ProcessImage.named(name), new DescriptorTable(pool));
    }
    if (entry.descriptors().stale() && descriptorsKept) {
      entry.descriptors().reset();
      proc.descriptors(entry.pid(), entry.descriptors(), maxDescriptorsRead);
    }
    return entry;
  }

  /** A process by its id, read when it is not known or not trusted; null when it is not there. */
  public @Nullable ProcessEntry known(int pid) {
    ProcessEntry entry = entries.get(pid);
    if (entry == null) {
      return pid <= 0 ? null : load(pid);
    }
    entries.mark(pid, true);
    if (entry.stale()) {
      refresh(entry);
    }
    return entry;
  }

  /** Reads again what a process is; when it is gone, what was known stays. */
  void refresh(ProcessEntry entry) {
    entry.trust();
    ProcessImage image = proc.image(entry.pid());
    if (image != null) {
      entry.become(image);
      proc.directory(entry.pid(), entry.directory());
    }
  }

  /** The child of a fork, in place of whatever had its id before. */
  ProcessEntry fork(
      ProcessEntry parent, int child, byte[] name, boolean sharesFiles, boolean sharesDirectory) {
    ProcessImage image = parent.image();
    DescriptorTable files =
        sharesFiles ? parent.descriptors().share() : parent.descriptors().fork();
    ProcessEntry entry =
        insert(child, Arrays.equals(image.name(), name) ? image : image.withName(name), files);
    entry.moveTo(sharesDirectory ? parent.directory() : parent.directory().copy());
    return entry;
  }

  void remove(int pid) {
    ProcessEntry removed = entries.remove(pid);
    if (removed != null) {
      removed.descriptors().leave();
    }
  }

  /** Trusts no entry any more: each is read again when it is next needed. */
  void distrust(boolean processes, boolean descriptors) {
    for (int slot = 0; slot < entries.slots(); slot++) {
      ProcessEntry entry = entries.valueAt(slot);
      if (entry != null && processes) {
        entry.distrust();
      }
      if (entry != null && descriptors) {
        entry.descriptors().distrust();
      }
    }
  }

  /** How many processes are known. */
  public int size() {
    return entries.size();
  }

  /** How many were forgotten to stay within the bound. */
  public long evicted() {
    return evicted;
  }

  private @Nullable ProcessEntry load(int pid) {
    ProcessImage image = proc.image(pid);
    if (image == null) {
      return null;
    }
    ProcessEntry entry = insert(pid, image, new DescriptorTable(pool));
    proc.directory(pid, entry.directory());
    if (descriptorsKept) {
      proc.descriptors(pid, entry.descriptors(), maxDescriptorsRead);
    }
    return entry;
  }

  private ProcessEntry insert(int pid, ProcessImage image, DescriptorTable descriptors) {
    remove(pid);
    if (entries.size() >= maxProcesses) {
      evict();
    }
    ProcessEntry entry = new ProcessEntry(pid, image, new WorkingDirectory(), descriptors);
    entries.put(pid, entry);
    return entry;
  }

  private void evict() {
    for (int looked = 0; looked <= 2 * entries.slots(); looked++) {
      hand = (hand + 1) % entries.slots();
      if (entries.valueAt(hand) == null) {
        continue;
      }
      if (entries.markAt(hand)) {
        entries.markAt(hand, false);
        continue;
      }
      evicted++;
      remove(entries.keyAt(hand));
      return;
    }
  }
}
