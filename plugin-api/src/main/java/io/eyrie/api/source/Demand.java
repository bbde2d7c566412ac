// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.field.Field;
import io.eyrie.api.stability.Api;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the loaded rules need from a source: the union of their (field, argument) pairs and their
 * event types.
 *
 * <p>Immutable and safe to share between threads.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class Demand {

  private final List<Request> fields;
  private final int conditionFields;
  private final BitSet eventTypes;
  private final Set<String> hostNames;

  private Demand(
      List<Request> fields, int conditionFields, BitSet eventTypes, Set<String> hostNames) {
    this.fields = fields;
    this.conditionFields = conditionFields;
    this.eventTypes = eventTypes;
    this.hostNames = hostNames;
  }

  /**
   * Makes a demand. Called by hosts and tests.
   *
   * @param fields each pair once, those of conditions first
   * @param conditionFields how many of them conditions use
   * @param eventTypes indices into the declaration's event types
   */
  public static Demand of(List<Request> fields, int conditionFields, BitSet eventTypes) {
    if (conditionFields < 0 || conditionFields > fields.size()) {
      throw new IllegalArgumentException("condition fields: " + conditionFields);
    }
    return new Demand(List.copyOf(fields), conditionFields, (BitSet) eventTypes.clone(), Set.of());
  }

  /** The same demand of rules that compare addresses with these names of hosts. Experimental. */
  public Demand withHostNames(Set<String> names) {
    return new Demand(fields, conditionFields, eventTypes, Set.copyOf(names));
  }

  /** The demanded fields; their positions are the indices of the extraction. */
  public List<Request> fields() {
    return fields;
  }

  /**
   * How many of the {@link #fields()}, from the first on, are used by conditions. The others are
   * used by outputs only and asked for after a match.
   */
  public int conditionFields() {
    return conditionFields;
  }

  /** A copy of the indices of the event types that some rule may match. */
  public BitSet eventTypes() {
    return (BitSet) eventTypes.clone();
  }

  /**
   * The names of hosts that conditions compare {@code fd.sip.name} and its like with: an address
   * has the name of a host by what rules ask for, and not by a look-up of its own. Empty when there
   * are none. Experimental.
   */
  public Set<String> hostNames() {
    return hostNames;
  }

  /**
   * A field with its argument.
   *
   * @param field as the source declared it
   * @param argument the text in the brackets, of the form that the field declares, or null when
   *     none is given
   */
  @Api(status = Api.Status.STABLE, since = "0.1.0")
  public record Request(Field field, @Nullable String argument) {}
}
