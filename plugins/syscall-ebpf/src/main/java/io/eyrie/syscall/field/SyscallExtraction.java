// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;

/** The readers of the demanded fields, in the order of the demand. */
public final class SyscallExtraction implements Extraction {

  private final CurrentEvent current;
  private final FieldReader[] readers;
  private final boolean needsDescriptors;

  /** Resolves the demanded fields once. */
  public SyscallExtraction(CurrentEvent current, Demand demand) {
    this.current = current;
    this.readers =
        demand.fields().stream()
            .map(request -> FieldCatalogue.reader(request.field().name(), request.argument()))
            .toArray(FieldReader[]::new);
    this.needsDescriptors =
        demand.fields().stream()
            .anyMatch(request -> FieldCatalogue.needsDescriptors(request.field().name()));
  }

  @Override
  public void extract(int index, Value into) {
    readers[index].read(current, into);
  }

  /** Whether descriptors have to be kept for these fields. */
  public boolean needsDescriptors() {
    return needsDescriptors;
  }
}
