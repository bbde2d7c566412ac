// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import jnr.ffi.Pointer;
import jnr.ffi.byref.NativeLongByReference;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libbpf 1.x that are used; names and meaning are the library's. Public because
 * jnr-ffi implements it by a class of its own.
 */
public interface LibBpf {

  @Nullable Pointer bpf_object__open_mem(
      Pointer image, @size_t long size, @Nullable Pointer options);

  @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

  int bpf_map__set_max_entries(Pointer map, int entries);

  @Nullable Pointer bpf_map__initial_value(Pointer map, NativeLongByReference size);

  int bpf_map__fd(Pointer map);

  int bpf_object__load(Pointer object);

  @Nullable Pointer bpf_object__next_program(Pointer object, @Nullable Pointer previous);

  String bpf_program__name(Pointer program);

  @Nullable Pointer bpf_program__attach(Pointer program);

  @Nullable Pointer bpf_program__attach_iter(Pointer program, @Nullable Pointer options);

  int bpf_link__fd(Pointer link);

  int bpf_iter_create(int link);

  int bpf_link__destroy(Pointer link);

  void bpf_object__close(Pointer object);

  /**
   * The listener is told a level (0 warning, 1 information, 2 detail), a format and its arguments.
   */
  @Nullable Pointer libbpf_set_print(@Nullable Pointer listener);
}
