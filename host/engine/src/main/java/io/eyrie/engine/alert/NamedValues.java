// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one alert by name, in the order of the template, whose alerts share the names.
 * Unmodifiable. An alert has a handful of fields, so looking one up goes through all.
 */
final class NamedValues extends AbstractMap<String, @Nullable Object> {
  private final String[] names;
  private final @Nullable Object[] values;

  /**
   * @param names each once; not copied
   * @param values one for each name; not copied
   */
  NamedValues(String[] names, @Nullable Object[] values) {
    this.names = names;
    this.values = values;
  }

  private int find(@Nullable Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int at = find(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return find(name) >= 0;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, @Nullable Object>> {
    private int at;

    @Override
    public boolean hasNext() {
      return at < names.length;
    }

    @Override
    public Map.Entry<String, @Nullable Object> next() {
      if (at == names.length) {
        throw new NoSuchElementException();
      }
      return new SimpleImmutableEntry<>(names[at], values[at++]);
    }
  }
}
