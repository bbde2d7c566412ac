// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * What a table tells of an open descriptor: the columns of the descriptor list of captures. Texts
 * without a NUL at the end, addresses in network order, ports as numbers.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public sealed interface DescriptorFacts {

  /** Its number. */
  long fd();

  /** The inode; 0 when unknown. */
  long inode();

  /** Anything that has but a name. */
  record Named(long fd, long inode, DescriptorType type, byte[] name, boolean closeOnExec)
      implements DescriptorFacts {}

  /**
   * A file or a directory with how it was opened.
   *
   * @param flags of the table {@code file_flags}
   * @param device in the kernel's form; 0 unknown
   */
  record File(long fd, long inode, DescriptorType type, int flags, byte[] name, int device)
      implements DescriptorFacts {}

  /**
   * An internet socket with two ends; 4 or 16 bytes of address tell the family.
   *
   * @param role what the process is in it; {@link Role#NONE} lets {@link SystemState#seeded} guess,
   *     as for captures
   */
  record Connection(
      long fd,
      long inode,
      byte[] sourceAddress,
      int sourcePort,
      byte[] destinationAddress,
      int destinationPort,
      Protocol protocol,
      Role role,
      boolean closeOnExec)
      implements DescriptorFacts {}

  /** An internet socket that is bound, not connected; 4 or 16 bytes of address. */
  record Bound(
      long fd, long inode, byte[] address, int port, Protocol protocol, boolean closeOnExec)
      implements DescriptorFacts {}

  /** A Unix socket with the kernel's names of its ends; 0 unknown. */
  record Unix(long fd, long inode, long source, long destination, byte[] path, boolean closeOnExec)
      implements DescriptorFacts {}
}
