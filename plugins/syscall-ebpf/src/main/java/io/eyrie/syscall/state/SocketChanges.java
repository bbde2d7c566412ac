// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import static io.eyrie.syscall.state.SocketNumbers.AF_INET;
import static io.eyrie.syscall.state.SocketNumbers.AF_INET6;
import static io.eyrie.syscall.state.SocketNumbers.AF_NETLINK;
import static io.eyrie.syscall.state.SocketNumbers.AF_UNIX;
import static io.eyrie.syscall.state.SocketNumbers.DATAGRAM;
import static io.eyrie.syscall.state.SocketNumbers.RAW;
import static io.eyrie.syscall.state.SocketNumbers.STREAM;

import io.eyrie.syscall.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What calls on sockets change: their ends, their protocol, and which end the process is. The
 * source is the client's end, the destination the server's, as far as it is known which is which.
 */
final class SocketChanges {

  private static final int EINPROGRESS = 115;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SCM_RIGHTS = 1;
  private static final int CONTROL_HEADER = 16;

  private final Subject subject;
  private final Interfaces interfaces;
  private final @Nullable ProcSource proc;
  private final Tuple tuple = new Tuple();

  SocketChanges(Subject subject, Interfaces interfaces, @Nullable ProcSource proc) {
    this.subject = subject;
    this.interfaces = interfaces;
    this.proc = proc;
  }

  void register(Change[] before) {
    before[EventCodes.SOCKET] = this::socket;
    before[EventCodes.SOCKETPAIR] = this::pair;
    before[EventCodes.BIND] = this::bind;
    before[EventCodes.CONNECT] = this::connect;
    before[EventCodes.ACCEPT] = (e, t) -> accept(e, t, false);
    before[EventCodes.ACCEPT4] = (e, t) -> accept(e, t, FileChanges.closesOnExec(e.unsigned(5)));
    before[EventCodes.GETSOCKOPT] = this::option;
    before[EventCodes.RECVFROM] = (e, t) -> received(e, 2);
    before[EventCodes.RECVMSG] =
        (e, t) -> {
          received(e, 3);
          arrived(e, t, 4);
        };
    before[EventCodes.RECV] = (e, t) -> received(e, 4);
    before[EventCodes.RECVMMSG] = (e, t) -> received(e, 4);
    before[EventCodes.SEND] = (e, t) -> sent(e, t, true);
    before[EventCodes.SENDTO] = (e, t) -> sent(e, t, true);
    before[EventCodes.SENDMSG] = (e, t) -> sent(e, t, true);
    before[EventCodes.SENDMMSG] = (e, t) -> sent(e, t, false);
  }

  private void socket(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    int type = (int) event.unsigned(2);
    Descriptor made =
        made(
            thread,
            event.result(),
            type((int) event.unsigned(1)),
            FileChanges.closesOnExec(event.unsigned(4)) || FileChanges.closesOnExec(type));
    if (made.type().internet()) {
      made.protocol = protocol((int) event.unsigned(3), type & 0xff);
    }
  }

  /** What was made; when there are too many it is known for this event alone. */
  private Descriptor made(ThreadEntry thread, long fd, DescriptorType type, boolean closeOnExec) {
    Descriptor descriptor = thread.descriptors().open(fd, type, closeOnExec);
    if (descriptor == null) {
      descriptor = subject.spare(type);
    }
    subject.use(fd, descriptor);
    return descriptor;
  }

  private static DescriptorType type(int domain) {
    return switch (domain) {
      case AF_UNIX -> DescriptorType.UNIX;
      case AF_INET -> DescriptorType.IPV4;
      case AF_INET6 -> DescriptorType.IPV6;
      case AF_NETLINK -> DescriptorType.NETLINK;
      default -> DescriptorType.UNKNOWN;
    };
  }

  private static Protocol protocol(int number, int type) {
    return switch (number) {
      case 0 -> type == STREAM ? Protocol.TCP : type == DATAGRAM ? Protocol.UDP : Protocol.UNKNOWN;
      case 1 -> type == RAW ? Protocol.RAW : Protocol.ICMP;
      case 6 -> type == RAW ? Protocol.RAW : Protocol.TCP;
      case 17 -> type == RAW ? Protocol.RAW : Protocol.UDP;
      case 255 -> Protocol.RAW;
      default -> Protocol.UNKNOWN;
    };
  }

  private void pair(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    boolean closeOnExec = FileChanges.closesOnExec(event.unsigned(6));
    Descriptor first = thread.descriptors().open(event.signed(1), DescriptorType.UNIX, closeOnExec);
    Descriptor second =
        thread.descriptors().open(event.signed(2), DescriptorType.UNIX, closeOnExec);
    ends(first, event.unsigned(3), event.unsigned(4));
    ends(second, event.unsigned(4), event.unsigned(3));
    subject.use(event.signed(2), first);
  }

  private static void ends(@Nullable Descriptor descriptor, long source, long destination) {
    if (descriptor != null) {
      descriptor.sourceSocket = source;
      descriptor.destinationSocket = destination;
    }
  }

  private void bind(Event event, ThreadEntry thread) {
    Descriptor descriptor = subject.descriptor();
    if (event.result() < 0 || descriptor == null || !tuple.loadAddress(event, 1)) {
      return;
    }
    if (tuple.family() == Tuple.UNIX) {
      tuple.givePath(descriptor);
      return;
    }
    if (!tuple.internet()) {
      return;
    }
    tuple.giveBound(descriptor);
    descriptor.become(
        tuple.family() == Tuple.INET ? DescriptorType.IPV4_SERVER : DescriptorType.IPV6_SERVER);
    if (tuple.destinationPort() != 0) {
      descriptor.role = Role.SERVER;
      descriptor.renameByEnds();
    } else {
      // The kernel chooses a port: such a socket is rarely a server's.
      descriptor.renameByEnds();
      descriptor.name();
      descriptor.become(tuple.family() == Tuple.INET ? DescriptorType.IPV4 : DescriptorType.IPV6);
    }
  }

  private void connect(Event event, ThreadEntry thread) {
    Descriptor descriptor = subject.descriptor();
    long result = event.result();
    if (result < 0 && result != -EINPROGRESS) {
      return;
    }
    if (descriptor == null && proc != null && subject.fd() >= 0 && tuple.load(event, 1)) {
      // Its making was lost, or not kept: the kernel's socket tells enough.
      descriptor = made(thread, subject.fd(), tuple.type(), false);
    }
    if (descriptor == null) {
      return;
    }
    if (tuple.load(event, 1)) {
      connected(event, descriptor);
    } else {
      Event entered = thread.entered(event.code());
      boolean told = entered == null ? tuple.loadAddress(event, 3) : tuple.loadAddress(entered, 1);
      if (!told || !tuple.internet()) {
        return;
      }
      become(descriptor, tuple.type());
      tuple.giveDestination(descriptor);
      descriptor.renameByEnds();
    }
    if (descriptor.role == Role.NONE) {
      descriptor.role = Role.CLIENT;
    }
    descriptor.connected = true;
    descriptor.connecting = result < 0;
    subject.renamed();
  }

  private void connected(Event event, Descriptor descriptor) {
    if (tuple.family() == Tuple.UNIX) {
      become(descriptor, DescriptorType.UNIX);
      tuple.giveUnix(descriptor, event);
      return;
    }
    if (!tuple.internet()) {
      return;
    }
    boolean changed = !tuple.sameSource(descriptor) || !tuple.sameDestination(descriptor);
    become(descriptor, tuple.type());
    tuple.giveSource(descriptor);
    tuple.giveDestination(descriptor);
    if (changed && descriptor.role == Role.SERVER && descriptor.protocol == Protocol.UDP) {
      // A server of datagrams that connects to its client.
      descriptor.swapEnds();
    }
    descriptor.renameByEnds();
  }

  private static void become(Descriptor descriptor, DescriptorType type) {
    if (descriptor.type() != type) {
      descriptor.become(type);
    }
  }

  private void accept(Event event, ThreadEntry thread, boolean closeOnExec) {
    if (event.result() < 0 || !tuple.load(event, 1)) {
      return;
    }
    Descriptor descriptor = made(thread, event.result(), tuple.type(), closeOnExec);
    descriptor.role = Role.SERVER;
    descriptor.connected = true;
    if (tuple.family() == Tuple.UNIX) {
      tuple.giveUnix(descriptor, event);
    } else if (tuple.internet()) {
      descriptor.protocol = Protocol.TCP;
      tuple.giveSource(descriptor);
      tuple.giveDestination(descriptor);
      descriptor.renameByEnds();
    }
  }

  /** How a connect that was not waited for ended. */
  private void option(Event event, ThreadEntry thread) {
    Descriptor descriptor = subject.descriptor();
    if (event.result() >= 0
        && descriptor != null
        && descriptor.connecting
        && event.unsigned(2) == SOL_SOCKET
        && event.unsigned(3) == SO_ERROR
        && event.length(4) == 9) {
      descriptor.connecting = false;
      descriptor.connected = event.longAt(event.offset(4) + 1) == 0;
    }
  }

  private void received(Event event, int parameter) {
    Descriptor descriptor = subject.descriptor();
    if (event.result() >= 0 && descriptor != null) {
      transferred(event, parameter, descriptor, Role.SERVER);
    }
  }

  /**
   * Descriptors that came with a message: struct cmsghdr, each with the numbers that they have
   * here. The message tells no more, so each is looked at; when the list is cut, all of the process
   * are.
   */
  private void arrived(Event event, ThreadEntry thread, int parameter) {
    if (proc == null || event.result() < 0) {
      return;
    }
    int at = event.offset(parameter);
    int end = at + event.length(parameter);
    while (end - at >= CONTROL_HEADER) {
      long length = event.longAt(at);
      if (length < CONTROL_HEADER || length > Integer.MAX_VALUE / 2) {
        return;
      }
      int after = at + (int) length;
      if (event.intAt(at + 8) == SOL_SOCKET && event.intAt(at + 12) == SCM_RIGHTS) {
        for (int fd = at + CONTROL_HEADER; fd + 4 <= Math.min(after, end); fd += 4) {
          proc.descriptor(thread, event.intAt(fd));
        }
        if (after > end) {
          thread.descriptors().distrust();
        }
      }
      at += (int) (length + 7 & ~7L);
    }
  }

  private void sent(Event event, ThreadEntry thread, boolean opens) {
    if (event.result() < 0) {
      return;
    }
    Descriptor descriptor = subject.descriptor();
    if (descriptor == null
        && opens
        && subject.fd() >= 0
        && tuple.load(event, 4)
        && tuple.internet()) {
      descriptor = thread.descriptors().open(subject.fd(), tuple.type(), false);
      if (descriptor != null) {
        descriptor.protocol = Protocol.UDP;
        subject.use(subject.fd(), descriptor);
      }
    }
    if (descriptor != null) {
      transferred(event, 4, descriptor, Role.CLIENT);
    }
  }

  /**
   * A datagram tells both ends, from the sender to the receiver.
   *
   * @param guess which end the process is, when that is not known yet
   */
  private void transferred(Event event, int parameter, Descriptor descriptor, Role guess) {
    boolean settled = descriptor.protocol == Protocol.TCP && descriptor.named();
    if (settled || !tuple.load(event, parameter)) {
      return;
    }
    if (tuple.family() == Tuple.UNIX) {
      become(descriptor, DescriptorType.UNIX);
      tuple.giveUnix(descriptor, event);
      subject.renamed();
      return;
    }
    if (!tuple.internet() || !updated(descriptor)) {
      return;
    }
    if (descriptor.role == Role.NONE) {
      descriptor.role = tuple.family() == Tuple.INET ? guess : Role.CLIENT;
    }
    if (descriptor.role != guess) {
      descriptor.swapEnds();
    }
    descriptor.renameByEnds();
    subject.renamed();
  }

  private boolean updated(Descriptor descriptor) {
    DescriptorType type = tuple.type();
    if (descriptor.type() == type
        && tuple.sameSource(descriptor)
        && tuple.sameDestination(descriptor)) {
      return false;
    }
    become(descriptor, type);
    tuple.giveSource(descriptor);
    tuple.giveDestination(descriptor);
    if (descriptor.protocol == Protocol.UNKNOWN) {
      descriptor.protocol = Protocol.UDP;
    }
    interfaces.complete(descriptor);
    return true;
  }
}
