// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.event.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jnr.ffi.LastError;

/** Maps memory of BPF maps; a view used after its arena is closed fails instead of crashing. */
final class MappedMemory {

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int SHARED = 1;

  private final NativeLibraries libraries;
  private final Arena arena;

  MappedMemory(NativeLibraries libraries, Arena arena) {
    this.libraries = libraries;
    this.arena = arena;
  }

  @SuppressWarnings("restricted") // the address and the length are those that mmap gave
  MemorySegment map(String what, int fd, long offset, long length, boolean writable)
      throws PluginException {
    long address =
        libraries
            .c()
            .mmap(null, length, writable ? READ | WRITE : READ, SHARED, fd, offset)
            .address();
    if (address == -1) {
      int errno = LastError.getLastError(libraries.runtime());
      throw PluginException.resources(
          "syscall.mmap",
          "can't map "
              + length
              + " bytes of the "
              + what
              + ": "
              + Errno.describe(errno)
              + ". Free memory or make ring_size smaller.",
          null);
    }
    LibC c = libraries.c();
    return MemorySegment.ofAddress(address)
        .reinterpret(length, arena, mapped -> c.munmap(mapped.address(), length));
  }
}
