// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.kernel.KernelTables;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the running system: all of them at the beginning, and one by one when one turns up
 * that is not known, or that events were lost of. What is not there is not looked for again for a
 * second.
 */
final class ProcSource implements ThreadTable.Source {

  private static final System.Logger LOG = System.getLogger("io.eyrie.syscall");
  private static final int MISSES = 256;
  private static final long MISS_NANOS = 1_000_000_000;
  private static final int MOST_DESCRIPTORS = 65_536;

  private final ProcFiles files;
  private final ThreadTable threads;
  private final Seeding seeding;
  private final Limits limits;
  private final long[] missed = new long[MISSES];
  private final long[] missedAt = new long[MISSES];
  private boolean descriptorsKept;
  private @Nullable KernelTables tables;

  ProcSource(Path root, ThreadTable threads, Seeding seeding, Limits limits) {
    this.files = new ProcFiles(root);
    this.threads = threads;
    this.seeding = seeding;
    this.limits = limits;
  }

  void scan(Interfaces interfaces) {
    readInterfaces(interfaces);
    for (int pid : files.processes(limits.threads())) {
      load(pid);
    }
  }

  /** Has the descriptors of all processes read from there, when they are read first. */
  void readFirst(KernelTables from) {
    close();
    tables = from;
  }

  /** Whether descriptors are kept. */
  boolean descriptorsKept() {
    return descriptorsKept;
  }

  /** At the beginning the descriptors of all processes are read. */
  void keepDescriptors(boolean keep) {
    if (keep && !descriptorsKept && !toldByKernel()) {
      readMain(_ -> true);
    }
    descriptorsKept = keep;
  }

  private void readMain(Predicate<ThreadEntry> which) {
    Map<String, SocketInventory> sockets = new HashMap<>();
    threads.each(thread -> {
      if (thread.main() && which.test(thread)) {
        read(thread, sockets);
      }
    });
  }

  private boolean toldByKernel() {
    KernelTables kernel = tables;
    if (kernel == null) {
      return false;
    }
    tables = null;
    try (kernel) {
      threads.each(thread -> {
        if (thread.main()) {
          thread.descriptors().reset();
        }
      });
      KernelDescriptors told = new KernelDescriptors(threads, seeding, files);
      told.read(kernel);
      // Iterators pass over processes outside of our pid namespace, which a /proc of the host has.
      readMain(thread -> !told.of(thread));
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "descriptors are read from /proc: " + e.getMessage());
      return false;
    }
  }

  /** Lets go what was not read. */
  void close() {
    KernelTables unread = tables;
    tables = null;
    if (unread != null) {
      unread.close();
    }
  }

  /** Reads again what a thread has open and where it is. */
  void descriptors(ThreadEntry thread) {
    ThreadEntry main = threads.peek(thread.pid());
    read(main == null ? thread : main, new HashMap<>());
    thread.descriptors().trust();
  }

  /** Reads one descriptor, which a thread was given by another process. */
  void descriptor(ThreadEntry thread, int fd) {
    thread.descriptors().close(fd);
    files.descriptor(thread.tid(), fd, new HashMap<>(), facts -> seeding.descriptor(thread, facts));
  }

  private void read(ThreadEntry thread, Map<String, SocketInventory> sockets) {
    thread.descriptors().reset();
    files.descriptors(
        thread.tid(),
        sockets,
        Math.min(limits.descriptors(), MOST_DESCRIPTORS),
        facts -> seeding.descriptor(thread, facts));
    byte[] directory = files.directory(thread.tid());
    if (directory.length > 0) {
      seeding.move(thread, directory);
    }
  }

  @Override
  public @Nullable ThreadEntry load(long tid) {
    int slot = (int) (tid & MISSES - 1);
    if (missed[slot] == tid && System.nanoTime() - missedAt[slot] < MISS_NANOS) {
      return null;
    }
    ThreadFacts facts = files.thread(tid);
    if (facts == null) {
      missed[slot] = tid;
      missedAt[slot] = System.nanoTime();
      return null;
    }
    if (facts.ids().pid() != tid && threads.peek(facts.ids().pid()) == null) {
      load(facts.ids().pid());
    }
    ThreadEntry thread = seeding.thread(facts);
    seeding.join(thread);
    if (descriptorsKept && thread.main()) {
      read(thread, new HashMap<>());
    }
    return thread;
  }

  @Override
  public void refresh(ThreadEntry thread) {
    ThreadFacts facts = files.thread(thread.tid());
    if (facts != null) {
      seeding.fill(thread, facts);
    }
  }

  private static void readInterfaces(Interfaces into) {
    try {
      NetworkInterface.networkInterfaces()
          .forEach(each ->
              each.getInterfaceAddresses()
                  .forEach(address -> into.add(facts(each.getName(), address))));
    } catch (SocketException e) {
      // Without interfaces the ends that a call leaves open stay zero.
      into.clear();
    }
  }

  private static InterfaceFacts facts(String name, InterfaceAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    byte[] mask = new byte[bytes.length];
    for (int bit = 0; bit < address.getNetworkPrefixLength() && bit < 8 * mask.length; bit++) {
      mask[bit / 8] |= (byte) (0x80 >>> bit % 8);
    }
    byte[] broadcast =
        address.getBroadcast() == null
            ? new byte[bytes.length]
            : address.getBroadcast().getAddress();
    return new InterfaceFacts(name.getBytes(StandardCharsets.UTF_8), bytes, mask, broadcast, 0);
  }
}
