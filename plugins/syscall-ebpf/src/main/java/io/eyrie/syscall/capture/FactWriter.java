// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.DescriptorFacts;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.InterfaceFacts;
import io.eyrie.syscall.state.Protocol;
import io.eyrie.syscall.state.ThreadFacts;
import io.eyrie.syscall.state.UserFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes the tables at the head of a capture. Long lists become several blocks, so that memory does
 * not grow with them; users and interfaces have one block each, since a second would replace it.
 */
final class FactWriter implements FactSink {

  private static final int MOST_BLOCK_BYTES = 1 << 20;
  private static final int MOST_NAME = 1024;
  private static final int MOST_LIST = 4096;
  private static final int MOST_DESCRIPTOR_NAME = 1023;
  private static final int MOST_ACCOUNT_NAME = 255;

  private final OutputStream out;
  private final BlockBuilder interfaces = new BlockBuilder().begin(BlockType.INTERFACES_2);
  private final BlockBuilder accounts = new BlockBuilder().begin(BlockType.USERS_2);
  private final BlockBuilder threads = new BlockBuilder().begin(BlockType.PROCESSES_9);
  private final BlockBuilder descriptors = new BlockBuilder();
  private long descriptorsOf = -1;

  FactWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void thread(ThreadFacts thread) {
    int length = threads.lengthHere();
    int start = threads.size() - 4;
    ThreadFacts.Ids ids = thread.ids();
    ThreadFacts.Program program = thread.program();
    ThreadFacts.Memory memory = thread.memory();
    ThreadFacts.Owner owner = thread.owner();
    ThreadFacts.ExecutableFile file = thread.file();
    threads.i64(ids.tid()).i64(ids.pid()).i64(ids.ptid()).i64(ids.sid()).i64(ids.vpgid());
    threads.text(program.comm(), MOST_NAME).text(program.exe(), MOST_NAME);
    threads.text(program.exepath(), MOST_NAME).text(program.args(), MOST_LIST);
    threads.text(program.cwd(), MOST_NAME).i64(thread.fdLimit()).i32(thread.flags());
    threads.i32(owner.uid()).i32(owner.gid());
    threads.i32(memory.sizeKib()).i32(memory.residentKib()).i32(memory.swappedKib());
    threads.i64(memory.majorFaults()).i64(memory.minorFaults());
    threads.text(program.env(), MOST_LIST).i64(ids.vtid()).i64(ids.vpid());
    threads.text(program.cgroups(), MOST_LIST).text(program.root(), MOST_NAME);
    threads.i64(thread.pidnsInitStartNanos()).i32(owner.tty()).i32(owner.loginUid());
    threads.u8(file.writable() ? 1 : 0);
    threads.i64(owner.capInheritable()).i64(owner.capPermitted()).i64(owner.capEffective());
    threads.u8(file.upperLayer() ? 1 : 0);
    threads.i64(file.inode()).i64(file.ctimeNanos()).i64(file.mtimeNanos());
    threads.u8(file.fromMemfd() ? 1 : 0).u8(file.lowerLayer() ? 1 : 0).i64(ids.pgid());
    threads.setLength(length, threads.size() - start);
    if (threads.size() > MOST_BLOCK_BYTES) {
      flush(threads);
      threads.begin(BlockType.PROCESSES_9);
    }
  }

  @Override
  public void descriptor(long tid, DescriptorFacts descriptor) {
    if (type(descriptor) == DescriptorType.UNKNOWN) {
      return;
    }
    if (descriptorsOf != tid || descriptors.size() > MOST_BLOCK_BYTES) {
      // The thread has to be known to readers before its descriptors.
      flush(threads);
      threads.begin(BlockType.PROCESSES_9);
      flush(descriptors);
      descriptors.begin(BlockType.DESCRIPTORS_2).i64(tid);
      descriptorsOf = tid;
    }
    int length = descriptors.lengthHere();
    int start = descriptors.size() - 4;
    descriptors.i64(descriptor.fd()).i64(descriptor.inode()).u8(number(type(descriptor)));
    entry(descriptor);
    descriptors.setLength(length, descriptors.size() - start);
  }

  private static DescriptorType type(DescriptorFacts descriptor) {
    return switch (descriptor) {
      case DescriptorFacts.Named named ->
          named.type() == DescriptorType.FILE ? DescriptorType.OPENED_FILE : named.type();
      case DescriptorFacts.File file ->
          file.type() == DescriptorType.FILE ? DescriptorType.OPENED_FILE : file.type();
      case DescriptorFacts.Connection connection ->
          connection.sourceAddress().length == 4 ? DescriptorType.IPV4 : DescriptorType.IPV6;
      case DescriptorFacts.Bound bound ->
          bound.address().length == 4 ? DescriptorType.IPV4_SERVER : DescriptorType.IPV6_SERVER;
      case DescriptorFacts.Unix _ -> DescriptorType.UNIX;
    };
  }

  private void entry(DescriptorFacts descriptor) {
    switch (descriptor) {
      case DescriptorFacts.Named named -> {
        if (type(named) == DescriptorType.OPENED_FILE) {
          file(0, named.name(), 0);
        } else {
          descriptors.text(named.name(), MOST_DESCRIPTOR_NAME);
        }
      }
      case DescriptorFacts.File file -> {
        if (type(file) == DescriptorType.OPENED_FILE) {
          file(file.flags(), file.name(), file.device());
        } else {
          descriptors.text(file.name(), MOST_DESCRIPTOR_NAME);
        }
      }
      case DescriptorFacts.Connection connection ->
          descriptors
              .raw(connection.sourceAddress())
              .raw(connection.destinationAddress())
              .u16(connection.sourcePort())
              .u16(connection.destinationPort())
              .u8(number(connection.protocol()));
      case DescriptorFacts.Bound bound ->
          descriptors.raw(bound.address()).u16(bound.port()).u8(number(bound.protocol()));
      case DescriptorFacts.Unix unix ->
          descriptors
              .i64(unix.source())
              .i64(unix.destination())
              .text(unix.path(), MOST_DESCRIPTOR_NAME);
    }
  }

  private void file(int flags, byte[] name, int device) {
    descriptors.i32(flags).text(name, MOST_DESCRIPTOR_NAME).i32(device);
  }

  @SuppressWarnings("EnumOrdinal") // the order is that of captures
  private static int number(DescriptorType type) {
    return type.ordinal();
  }

  @SuppressWarnings("EnumOrdinal") // the order is that of captures
  private static int number(Protocol protocol) {
    return protocol.ordinal();
  }

  @Override
  public void networkInterface(InterfaceFacts networkInterface) {
    int length = interfaces.lengthHere();
    int start = interfaces.size();
    interfaces.u16(networkInterface.address().length == 4 ? 1 : 2);
    interfaces.u16(networkInterface.name().length);
    interfaces.raw(networkInterface.address()).raw(networkInterface.netmask());
    interfaces.raw(networkInterface.broadcast()).i64(networkInterface.linkSpeed());
    interfaces.raw(networkInterface.name());
    interfaces.setLength(length, interfaces.size() - start);
  }

  @Override
  public void user(UserFacts user) {
    int length = accounts.lengthHere();
    int start = accounts.size() - 4;
    accounts.u8(0).i32(user.uid()).i32(user.gid());
    accounts.text(user.name(), MOST_ACCOUNT_NAME).text(user.home(), MOST_ACCOUNT_NAME);
    accounts.text(user.shell(), MOST_ACCOUNT_NAME);
    accounts.setLength(length, accounts.size() - start);
  }

  @Override
  public void group(GroupFacts group) {
    int length = accounts.lengthHere();
    int start = accounts.size() - 4;
    accounts.u8(1).i32(group.gid()).text(group.name(), MOST_ACCOUNT_NAME);
    accounts.setLength(length, accounts.size() - start);
  }

  /** Writes what is left. */
  void finish() {
    flush(threads);
    flush(descriptors);
    flush(interfaces);
    flush(accounts);
  }

  private void flush(BlockBuilder block) {
    if (!block.isEmpty()) {
      try {
        block.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
