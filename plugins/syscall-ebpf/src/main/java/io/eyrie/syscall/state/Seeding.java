// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ThreadFacts.ExecutableFile;
import io.eyrie.syscall.state.ThreadFacts.Ids;
import io.eyrie.syscall.state.ThreadFacts.Memory;
import io.eyrie.syscall.state.ThreadFacts.Owner;
import io.eyrie.syscall.state.ThreadFacts.Program;
import java.util.Arrays;
import java.util.BitSet;

/** Enters facts into the tables, and tells the tables as facts. */
final class Seeding {

  private final ThreadTable threads;
  private final Interfaces interfaces;
  private final Text nothing = new Text();
  private final Text scratch = new Text(256);

  Seeding(ThreadTable threads, Interfaces interfaces) {
    this.threads = threads;
    this.interfaces = interfaces;
  }

  ThreadEntry thread(ThreadFacts facts) {
    ThreadEntry thread = threads.enter(facts.ids().tid());
    threads.join(thread, facts.ids().pid());
    fill(thread, facts);
    return thread;
  }

  /** Takes all that is told of a thread but which one it is. */
  void fill(ThreadEntry thread, ThreadFacts facts) {
    Ids ids = facts.ids();
    threads.adopt(thread, ids.ptid());
    thread.sid = ids.sid();
    thread.vtid = ids.vtid();
    thread.vpid = ids.vpid();
    thread.vpgid = ids.vpgid();
    thread.pgid = ids.pgid();
    Program program = facts.program();
    thread.comm.set(program.comm(), 0, program.comm().length);
    thread.image =
        new ProcessImage(
            program.exe(),
            program.args(),
            program.env(),
            LinkFacts.withoutDeleted(program.exepath()),
            program.cgroups(),
            facts.file());
    thread.root = program.root();
    if (program.cwd().length > 0) {
      move(thread, program.cwd());
    }
    Owner owner = facts.owner();
    thread.uid = owner.uid();
    thread.gid = owner.gid();
    thread.loginUid = owner.loginUid();
    thread.tty = owner.tty();
    thread.capInheritable = owner.capInheritable();
    thread.capPermitted = owner.capPermitted();
    thread.capEffective = owner.capEffective();
    Memory memory = facts.memory();
    thread.sizeKib = memory.sizeKib();
    thread.residentKib = memory.residentKib();
    thread.swappedKib = memory.swappedKib();
    thread.majorFaults = memory.majorFaults();
    thread.minorFaults = memory.minorFaults();
    thread.fdLimit = facts.fdLimit();
    thread.flags = facts.flags();
    thread.pidnsInitStartNanos = facts.pidnsInitStartNanos();
    thread.startNanos = facts.startNanos();
  }

  void move(ThreadEntry thread, byte[] directory) {
    PathJoin.join(nothing, directory, 0, directory.length, scratch);
    thread.directory().set(scratch);
  }

  void descriptor(ThreadEntry thread, DescriptorFacts facts) {
    DescriptorTable table = thread.descriptors();
    switch (facts) {
      case DescriptorFacts.Named named -> {
        Descriptor made = table.open(named.fd(), named.type(), named.closeOnExec());
        if (made != null) {
          made.rename().append(named.name());
          made.inode = named.inode();
        }
      }
      case DescriptorFacts.File file -> {
        boolean marked = (file.flags() & FileChanges.O_CLOEXEC) != 0;
        Descriptor made = table.open(file.fd(), file.type(), marked);
        if (made != null) {
          made.rename().append(file.name());
          made.inode = file.inode();
          made.device = file.device();
          made.openFlags = file.flags();
        }
      }
      case DescriptorFacts.Connection connection -> connection(table, connection);
      case DescriptorFacts.Bound bound -> {
        boolean four = bound.address().length == 4;
        Descriptor made =
            table.open(
                bound.fd(),
                four ? DescriptorType.IPV4_SERVER : DescriptorType.IPV6_SERVER,
                bound.closeOnExec());
        if (made != null) {
          made.inode = bound.inode();
          made.protocol = bound.protocol();
          System.arraycopy(bound.address(), 0, made.sourceAddress, 0, bound.address().length);
          made.sourcePort = bound.port();
          made.renameByEnds();
        }
      }
      case DescriptorFacts.Unix unix -> {
        Descriptor made = table.open(unix.fd(), DescriptorType.UNIX, unix.closeOnExec());
        if (made != null) {
          made.inode = unix.inode();
          made.sourceSocket = unix.source();
          made.destinationSocket = unix.destination();
          made.rename().append(unix.path());
          made.role = unix.path().length == 0 ? Role.CLIENT : Role.SERVER;
        }
      }
    }
  }

  private static void connection(DescriptorTable table, DescriptorFacts.Connection facts) {
    boolean mapped =
        facts.sourceAddress().length == 16
            && InetText.mapped(facts.sourceAddress(), 0)
            && InetText.mapped(facts.destinationAddress(), 0);
    boolean four = mapped || facts.sourceAddress().length == 4;
    Descriptor made =
        table.open(
            facts.fd(), four ? DescriptorType.IPV4 : DescriptorType.IPV6, facts.closeOnExec());
    if (made == null) {
      return;
    }
    int from = mapped ? 12 : 0;
    int size = four ? 4 : 16;
    made.inode = facts.inode();
    made.protocol = facts.protocol();
    made.role = facts.role();
    made.connected = facts.protocol() == Protocol.TCP && facts.destinationPort() != 0;
    System.arraycopy(facts.sourceAddress(), from, made.sourceAddress, 0, size);
    System.arraycopy(facts.destinationAddress(), from, made.destinationAddress, 0, size);
    made.sourcePort = facts.sourcePort();
    made.destinationPort = facts.destinationPort();
    made.renameByEnds();
  }

  /** Threads join their processes; ends of connections are completed, their roles guessed. */
  void complete() {
    threads.each(this::link);
    BitSet serverPorts = new BitSet(1 << 16);
    threads.each(thread ->
        thread
            .descriptors()
            .each((fd, descriptor, marked) -> {
              if (descriptor.type().server()) {
                serverPorts.set(descriptor.sourcePort);
              }
            }));
    threads.each(thread ->
        thread.descriptors().each((fd, descriptor, marked) -> guess(descriptor, serverPorts)));
  }

  private void link(ThreadEntry thread) {
    ThreadEntry main = thread.main() ? null : threads.peek(thread.pid());
    if (main == null) {
      return;
    }
    thread.directory = main.directory();
    if ((thread.flags & ThreadEntry.CLONE_FILES) != 0
        && thread.descriptors() != main.descriptors()) {
      thread.descriptors().leave();
      thread.descriptors = main.descriptors().share();
    }
  }

  /** A thread that came later than its main thread. */
  void join(ThreadEntry thread) {
    link(thread);
  }

  private void guess(Descriptor descriptor, BitSet serverPorts) {
    if (descriptor.type() != DescriptorType.IPV4 || descriptor.role != Role.NONE) {
      return;
    }
    interfaces.complete(descriptor);
    if (serverPorts.get(descriptor.sourcePort)) {
      descriptor.swapEnds();
      descriptor.role = Role.SERVER;
    } else {
      descriptor.role = Role.CLIENT;
      descriptor.renameByEnds();
    }
  }

  void tell(FactSink into) {
    interfaces.rows().forEach(into::networkInterface);
    threads.each(thread -> into.thread(facts(thread)));
    threads.each(thread -> {
      if (thread.main() || (thread.flags() & ThreadEntry.CLONE_FILES) == 0) {
        thread
            .descriptors()
            .each((fd, descriptor, marked) ->
                into.descriptor(thread.tid(), facts(fd, descriptor, marked)));
      }
    });
  }

  private static ThreadFacts facts(ThreadEntry thread) {
    ProcessImage image = thread.image();
    ExecutableFile file = image.file();
    return new ThreadFacts(
        new Ids(
            thread.tid(),
            thread.pid(),
            thread.ptid(),
            thread.sid(),
            thread.vtid(),
            thread.vpid(),
            thread.vpgid(),
            thread.pgid()),
        new Program(
            thread.comm().toBytes(),
            image.exe(),
            image.executable(),
            image.args(),
            image.env(),
            thread.directory().path().toBytes(),
            image.cgroups(),
            thread.root()),
        file,
        new Owner(
            thread.uid(),
            thread.gid(),
            thread.loginUid(),
            thread.tty(),
            thread.capInheritable(),
            thread.capPermitted(),
            thread.capEffective()),
        new Memory(
            thread.sizeKib(),
            thread.residentKib(),
            thread.swappedKib(),
            thread.majorFaults(),
            thread.minorFaults()),
        thread.fdLimit(),
        thread.flags(),
        thread.pidnsInitStartNanos(),
        thread.startNanos());
  }

  private static DescriptorFacts facts(long fd, Descriptor descriptor, boolean marked) {
    DescriptorType type = descriptor.type();
    int size = type.four() ? 4 : 16;
    return switch (type) {
      case OPENED_FILE, DIRECTORY ->
          new DescriptorFacts.File(
              fd,
              descriptor.inode(),
              type,
              marked
                  ? descriptor.openFlags() | FileChanges.O_CLOEXEC
                  : descriptor.openFlags() & ~FileChanges.O_CLOEXEC,
              descriptor.name().toBytes(),
              descriptor.device());
      case IPV4, IPV6 ->
          new DescriptorFacts.Connection(
              fd,
              descriptor.inode(),
              Arrays.copyOf(descriptor.sourceAddress(), size),
              descriptor.sourcePort(),
              Arrays.copyOf(descriptor.destinationAddress(), size),
              descriptor.destinationPort(),
              descriptor.protocol(),
              descriptor.role(),
              marked);
      case IPV4_SERVER, IPV6_SERVER ->
          new DescriptorFacts.Bound(
              fd,
              descriptor.inode(),
              Arrays.copyOf(descriptor.sourceAddress(), size),
              descriptor.sourcePort(),
              descriptor.protocol(),
              marked);
      case UNIX ->
          new DescriptorFacts.Unix(
              fd,
              descriptor.inode(),
              descriptor.sourceSocket(),
              descriptor.destinationSocket(),
              descriptor.name().toBytes(),
              marked);
      case UNKNOWN,
          FILE,
          PIPE,
          EVENT,
          UNSUPPORTED,
          SIGNAL,
          EPOLL,
          INOTIFY,
          TIMER,
          NETLINK,
          BPF,
          USERFAULT,
          URING,
          MEMFD,
          PIDFD ->
          new DescriptorFacts.Named(
              fd, descriptor.inode(), type, descriptor.name().toBytes(), marked);
    };
  }
}
