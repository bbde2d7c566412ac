// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;
import java.util.Arrays;

/**
 * An open file, pipe or socket: what the kernel calls a file description. Copies of a descriptor
 * (by dup, by fork) share it, so what {@code connect} makes of it is seen by all of them.
 *
 * <p>The name of a socket is written when it is first asked for after its ends changed.
 */
public final class Descriptor {

  private DescriptorType type = DescriptorType.UNKNOWN;
  private final Text name = new Text(32);
  private boolean nameDue;
  final Text rawName = new Text(16);
  long inode;
  int device;
  int openFlags;
  Protocol protocol = Protocol.UNKNOWN;
  Role role = Role.NONE;
  boolean connected;
  boolean connecting;
  final byte[] sourceAddress = new byte[16];
  final byte[] destinationAddress = new byte[16];
  int sourcePort;
  int destinationPort;
  long sourceSocket;
  long destinationSocket;
  long pid;
  int references;

  Descriptor() {}

  /** What it is open on. */
  public DescriptorType type() {
    return type;
  }

  /** The path, or both ends of a connection; may be empty. */
  public Text name() {
    if (nameDue) {
      nameDue = false;
      name.clear();
      end(sourceAddress, sourcePort);
      if (!type.server()) {
        name.append('-').append('>');
        end(destinationAddress, destinationPort);
      }
    }
    return name;
  }

  /** The path as the call gave it, not made absolute; empty when there was none. */
  public Text rawName() {
    return rawName;
  }

  /** The inode; 0 when unknown. */
  public long inode() {
    return inode;
  }

  /** The device of the file, in the kernel's form; 0 when unknown. */
  public int device() {
    return device;
  }

  /** How the file was opened, of the table {@code file_flags}. */
  public int openFlags() {
    return openFlags;
  }

  /** The protocol of an internet socket. */
  public Protocol protocol() {
    return protocol;
  }

  /** What the process is in the connection. */
  public Role role() {
    return role;
  }

  /** Whether it is a connected internet socket. */
  public boolean connected() {
    return connected;
  }

  /**
   * The address of the source (of a client, by its {@link #role}), or of a bound socket; the first
   * 4 or all 16 bytes by its type. Not to be written to.
   */
  public byte[] sourceAddress() {
    return sourceAddress;
  }

  /** The address of the destination; the first 4 or all 16 bytes by its type. */
  public byte[] destinationAddress() {
    return destinationAddress;
  }

  /** The port of the source, or of a bound socket. */
  public int sourcePort() {
    return sourcePort;
  }

  /** The port of the destination. */
  public int destinationPort() {
    return destinationPort;
  }

  /** The kernel's name of a Unix socket's source; 0 when unknown. */
  public long sourceSocket() {
    return sourceSocket;
  }

  /** The kernel's name of a Unix socket's destination; 0 when unknown. */
  public long destinationSocket() {
    return destinationSocket;
  }

  void become(DescriptorType newType) {
    type = newType;
  }

  /** The ends changed: the name is written anew when it is asked for. */
  void renameByEnds() {
    nameDue = true;
  }

  /** Whether it has a name. */
  boolean named() {
    return nameDue || !name.isEmpty();
  }

  /** The source becomes the destination. */
  void swapEnds() {
    for (int i = 0; i < sourceAddress.length; i++) {
      byte kept = sourceAddress[i];
      sourceAddress[i] = destinationAddress[i];
      destinationAddress[i] = kept;
    }
    int port = sourcePort;
    sourcePort = destinationPort;
    destinationPort = port;
    nameDue = true;
  }

  /** The name to write to. */
  Text rename() {
    nameDue = false;
    return name.clear();
  }

  /** Forgets all but its memory. */
  void clear(DescriptorType newType) {
    type = newType;
    nameDue = false;
    name.clear();
    rawName.clear();
    inode = 0;
    device = 0;
    openFlags = 0;
    protocol = Protocol.UNKNOWN;
    role = Role.NONE;
    connected = false;
    connecting = false;
    sourcePort = 0;
    destinationPort = 0;
    sourceSocket = 0;
    destinationSocket = 0;
    pid = 0;
    Arrays.fill(sourceAddress, (byte) 0);
    Arrays.fill(destinationAddress, (byte) 0);
  }

  private void end(byte[] address, int port) {
    if (type.four()) {
      InetText.appendV4(name, address, 0);
    } else {
      InetText.appendV6(name, address, 0);
    }
    name.append(':').appendDecimal(port);
  }
}
