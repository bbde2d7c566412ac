// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.table.FlagTable;
import io.eyrie.syscall.table.ParameterType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the first byte of a dynamic parameter says of the form of the others. */
final class DynamicForms {

  private static final Map<String, List<ParameterType>> FORMS =
      Map.of(
          "sockopt_dynamic_param",
          List.of(
              ParameterType.BYTEBUF,
              ParameterType.ERRNO,
              ParameterType.UINT32,
              ParameterType.UINT64,
              ParameterType.RELTIME),
          "ptrace_dynamic_param",
          List.of(ParameterType.UINT64, ParameterType.SIGTYPE),
          "bpf_dynamic_param",
          List.of(ParameterType.FD, ParameterType.ERRNO),
          "keyctl_dynamic_param",
          List.of(ParameterType.INT64, ParameterType.CHARBUF));

  private DynamicForms() {}

  /** The form that a selector means in a table; null when it means none. */
  static @Nullable ParameterType of(@Nullable FlagTable table, int selector) {
    List<ParameterType> forms =
        table == null ? List.of() : FORMS.getOrDefault(table.name(), List.of());
    return selector < forms.size() ? forms.get(selector) : null;
  }
}
