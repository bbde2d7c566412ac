// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;

/** The readers of the demanded fields, in the order of the demand. */
public final class SyscallExtraction implements Extraction {

  private final CurrentEvent event;
  private final FieldReader[] readers;
  private final boolean needsDescriptors;

  /** Resolves the demanded fields once. */
  public SyscallExtraction(CurrentEvent event, Demand demand) {
    this.event = event;
    this.readers =
        demand.fields().stream()
            .map(request -> FieldCatalogue.reader(request.field().name()))
            .toArray(FieldReader[]::new);
    this.needsDescriptors =
        demand.fields().stream()
            .anyMatch(request -> FieldCatalogue.needsDescriptors(request.field().name()));
  }

  @Override
  public void extract(int index, Value into) {
    readers[index].read(event, into);
  }

  /** Whether descriptors have to be kept for these fields. */
  public boolean needsDescriptors() {
    return needsDescriptors;
  }
}
