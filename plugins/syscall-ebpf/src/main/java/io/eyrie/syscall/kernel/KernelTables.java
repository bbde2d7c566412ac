// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.event.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;

/**
 * What all processes have open and where they are, told by iterators of the kernel in the form of
 * {@code struct table_record}. Each can be read once; nothing of the program is left when it is
 * closed. For one thread at a time.
 */
public final class KernelTables implements AutoCloseable {

  private static final String DESCRIPTORS = "descriptors";
  private static final String DIRECTORIES = "directories";

  /** Larger than what the kernel hands out at once, so that records are seldom parted. */
  private static final int BUFFER = 64 * 1024;

  private final NativeLibraries libraries;
  private final Map<String, Integer> iterators = new HashMap<>();

  private KernelTables(NativeLibraries libraries) {
    this.libraries = libraries;
  }

  /**
   * Begins both readings, with the rights to load programs.
   *
   * @throws IOException if the kernel does not let us
   * @throws PluginException if the program in the jar is damaged
   */
  static KernelTables open(NativeLibraries libraries) throws IOException, PluginException {
    LibBpf bpf = libraries.bpf();
    Pointer object = libraries.open(ProgramImage.TABLES.read());
    if (object == null) {
      throw failed(libraries, "open");
    }
    KernelTables tables = new KernelTables(libraries);
    boolean whole = false;
    try {
      if (bpf.bpf_object__load(object) != 0) {
        throw failed(libraries, "load");
      }
      for (Pointer program = bpf.bpf_object__next_program(object, null);
          program != null;
          program = bpf.bpf_object__next_program(object, program)) {
        tables.iterators.put(bpf.bpf_program__name(program), begin(libraries, program));
      }
      whole = true;
      return tables;
    } finally {
      if (!whole) {
        tables.close();
      }
      // What is being read holds the program.
      bpf.bpf_object__close(object);
    }
  }

  private static int begin(NativeLibraries libraries, Pointer program) throws IOException {
    LibBpf bpf = libraries.bpf();
    Pointer link = bpf.bpf_program__attach_iter(program, null);
    if (link == null) {
      throw failed(libraries, "attach");
    }
    try {
      int iterator = bpf.bpf_iter_create(bpf.bpf_link__fd(link));
      if (iterator < 0) {
        throw failed(libraries, "begin");
      }
      return iterator;
    } finally {
      bpf.bpf_link__destroy(link);
    }
  }

  private static IOException failed(NativeLibraries libraries, String step) {
    return new IOException(
        "the kernel did not let us "
            + step
            + " its iterators: "
            + Errno.describe(LastError.getLastError(libraries.runtime())));
  }

  /**
   * Tells of every descriptor of every process.
   *
   * @param records is given one record at a time, which is good until it returns
   * @throws IOException if the reading breaks off, or was done before
   */
  public void descriptors(Consumer<ByteBuffer> records) throws IOException {
    read(DESCRIPTORS, records);
  }

  /** Tells of the working directory of every process; in all else as {@link #descriptors}. */
  public void directories(Consumer<ByteBuffer> records) throws IOException {
    read(DIRECTORIES, records);
  }

  private void read(String name, Consumer<ByteBuffer> records) throws IOException {
    Integer iterator = iterators.remove(name);
    if (iterator == null) {
      throw new IOException("the kernel's " + name + " were read before");
    }
    try {
      byte[] buffer = new byte[BUFFER];
      byte[] pending = {};
      while (true) {
        long count = libraries.c().read(iterator, buffer, buffer.length);
        if (count < 0) {
          throw failed(libraries, "read");
        }
        if (count == 0) {
          return;
        }
        byte[] all = pending.length == 0 ? buffer : Arrays.copyOf(pending, joined(pending, count));
        if (pending.length > 0) {
          System.arraycopy(buffer, 0, all, pending.length, (int) count);
        }
        pending = split(all, joined(pending, count), records);
      }
    } finally {
      libraries.c().close(iterator);
    }
  }

  private static int joined(byte[] pending, long count) {
    return Math.toIntExact(pending.length + count);
  }

  /** Hands on the whole records of an array, and returns what is behind them. */
  private static byte[] split(byte[] all, int length, Consumer<ByteBuffer> records)
      throws IOException {
    ByteBuffer view = ByteBuffer.wrap(all, 0, length).order(ByteOrder.nativeOrder());
    int from = 0;
    while (length - from >= Integer.BYTES) {
      int size = view.getInt(from);
      if (size < Integer.BYTES) {
        throw new IOException("the kernel told of a record of " + size + " bytes");
      }
      if (size > length - from) {
        break;
      }
      records.accept(view.slice(from, size).order(ByteOrder.nativeOrder()));
      from += size;
    }
    return Arrays.copyOfRange(all, from, length);
  }

  @Override
  public void close() {
    iterators.values().forEach(libraries.c()::close);
    iterators.clear();
  }
}
