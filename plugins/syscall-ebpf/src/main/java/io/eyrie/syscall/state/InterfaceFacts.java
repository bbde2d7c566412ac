// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * An address of a network interface: 4 or 16 bytes each, in network order.
 *
 * @param linkSpeed as captures tell it; 0 unknown
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record InterfaceFacts(
    byte[] name, byte[] address, byte[] netmask, byte[] broadcast, long linkSpeed) {}
