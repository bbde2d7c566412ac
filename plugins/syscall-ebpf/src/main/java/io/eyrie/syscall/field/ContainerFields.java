// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.state.ThreadEntry;
import java.util.List;

/** The fields of the container that its cgroups alone tell. */
final class ContainerFields {

  private static final int SHORT = 12;

  private ContainerFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            ProcessFields.text(
                    "container.id",
                    "First twelve digits of the container's id, host outside of containers.")
                .asSuggested(),
            OfThread.own((thread, into) -> {
              byte[] id = thread.image().containerId();
              into.set(id, 0, shown(thread));
            })),
        FieldRow.of(
            ProcessFields.text(
                "container.full_id", "Whole id of the container, host outside of containers."),
            OfThread.own((thread, into) -> Values.set(into, thread.image().containerId()))));
  }

  /** How many bytes of the id are shown. */
  static int shown(ThreadEntry thread) {
    return Math.min(SHORT, thread.image().containerId().length);
  }
}
