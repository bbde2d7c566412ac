// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/** A user of the host or of a container; numbers unsigned. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record UserFacts(long uid, long gid, byte[] name, byte[] home, byte[] shell) {}
