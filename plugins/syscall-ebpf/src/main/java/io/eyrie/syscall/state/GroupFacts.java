// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/** A group of the host or of a container; the number unsigned. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record GroupFacts(long gid, byte[] name) {}
