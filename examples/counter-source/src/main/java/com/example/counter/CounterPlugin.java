// SPDX-License-Identifier: Apache-2.0
package com.example.counter;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** The entry: the class that the manifest's Plugin-Class names. */
public final class CounterPlugin implements Plugin {

  @Override
  public List<SourceProvider> sources() {
    return List.of(new CounterProvider());
  }
}
