// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The C library and libbpf, loaded through jnr-ffi.
 *
 * @param c the C library
 * @param bpf libbpf
 * @param runtime jnr-ffi's view of the machine
 */
record NativeLibraries(LibC c, LibBpf bpf, Runtime runtime) {

  private static final String BPF = "libbpf.so.1";

  /** The C library alone; loaded once. */
  static LibC standard() {
    return Loaded.C;
  }

  static NativeLibraries load() throws PluginException {
    LibC c = standard();
    try {
      LibBpf bpf = LibraryLoader.create(LibBpf.class).failImmediately().load(BPF);
      return new NativeLibraries(c, bpf, Runtime.getRuntime(c));
    } catch (UnsatisfiedLinkError e) {
      throw new PluginException(
          PluginException.Kind.USER,
          "syscall.libbpf",
          Distribution.ofThisSystem().libbpfMessage(BPF, String.valueOf(e.getMessage())),
          false,
          e);
    }
  }

  /** Opens the program of an image, which is not loaded yet; null when libbpf does not take it. */
  @Nullable Pointer open(byte[] image) {
    Pointer elf = Memory.allocateDirect(runtime, image.length);
    elf.put(0, image, 0, image.length);
    return bpf.bpf_object__open_mem(elf, image.length, null);
  }

  private static final class Loaded {
    static final LibC C = LibraryLoader.create(LibC.class).failImmediately().load("libc.so.6");
  }
}
