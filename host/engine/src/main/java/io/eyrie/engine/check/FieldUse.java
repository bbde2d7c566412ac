// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field with the argument that a rule gives it.
 *
 * @param argument null when none is given
 * @param engine which of the engine's fields it is, null for a field of the source
 */
public record FieldUse(Field field, @Nullable String argument, @Nullable EngineField engine)
    implements Subject {
  @Override
  public FieldType type() {
    return field.type();
  }

  @Override
  public boolean list() {
    return field.list();
  }

  /**
   * Whether it stands for one of several values although it is no list: the source may write a
   * list, and a check holds when it holds for some value.
   */
  public boolean several() {
    return Peculiarities.several(field.name(), argument);
  }

  /** Whether outputs show its number with nine digits at least. */
  public boolean padded() {
    return Peculiarities.padded(field.name());
  }

  /** Whether its values are names of hosts that rules compare it with. */
  public boolean hostName() {
    return Peculiarities.hostName(field.name());
  }

  /** The name with its argument, as rules write it. */
  @Override
  public String text() {
    return argument == null ? field.name() : field.name() + "[" + argument + "]";
  }

  @Override
  public void collect(List<FieldUse> into) {
    into.add(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
