// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of system calls: the sum of their families. */
public final class FieldCatalogue {

  private static final Map<String, FieldRow> ROWS = new LinkedHashMap<>();

  static {
    add(EventKindFields.rows());
    add(EventTextFields.rows());
    add(EventPathFields.rows());
    add(EventResultFields.rows());
    add(EventBufferFields.rows());
    add(EventOpenFields.rows());
    add(EventTimeFields.rows());
    add(EventDockerFields.rows());
    add(ProcessFields.rows());
    add(ProcessGroupFields.rows());
    add(ExecutableFields.rows());
    add(ThreadFields.rows());
    add(UserFields.rows());
    add(DescriptorFields.rows());
    add(DescriptorEndFields.rows());
    add(DescriptorListFields.rows());
    add(PathFields.rows());
    add(ContainerFields.rows());
  }

  private FieldCatalogue() {}

  /** All fields, in the order of their declaration. */
  public static List<Field> fields() {
    return ROWS.values().stream().map(FieldRow::field).toList();
  }

  /** Whether a field tells of descriptors or directories, so that their state has to be kept. */
  static boolean needsDescriptors(String name) {
    return DescriptorFields.needed(name);
  }

  /** A reader of its own for a declared field. */
  static FieldReader reader(String name, @Nullable String argument) {
    FieldRow row = ROWS.get(name);
    if (row == null) {
      throw new IllegalArgumentException("not a field of system calls: " + name);
    }
    return row.readers().of(argument);
  }

  private static void add(List<FieldRow> rows) {
    for (FieldRow row : rows) {
      ROWS.put(row.field().name(), row);
    }
  }
}
