// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that are used; names and meaning are the library's. Public because
 * jnr-ffi implements it by a class of its own.
 */
public interface LibC {

  /**
   * With pointers, not numbers, for addresses: jnr-ffi 2.3.4's shortcut for six whole numbers hands
   * on a wrong sixth.
   */
  Pointer mmap(
      @Nullable Pointer address,
      @size_t long length,
      int protection,
      int flags,
      int fd,
      @off_t long offset);

  int munmap(long address, @size_t long length);

  int poll(long descriptors, long count, int timeoutMillis);

  int clock_gettime(int clock, long[] time);

  int vsnprintf(byte[] to, @size_t long size, Pointer format, Pointer arguments);

  int getpagesize();

  int mprotect(long address, @size_t long length, int protection);

  int sigaction(int signal, long action, long former);

  /** A system call that the library has no function for in all its versions. */
  long syscall(long number, long first, long second, long third);

  /** A system call on a path that takes a structure, as {@code openat2} does. */
  long syscall(long number, long folder, String path, @In byte[] structure, long size);

  @ssize_t
  long read(int fd, @Out byte[] to, @size_t long size);

  int close(int fd);
}
