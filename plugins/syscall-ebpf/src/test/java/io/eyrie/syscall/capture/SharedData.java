// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the reference data lie that only conformance tests use. */
final class SharedData {

  private SharedData() {}

  /** A folder of the data, or null when none were named. */
  static @Nullable Path folder(String name) {
    String shared = System.getProperty("eyrie.shared", "");
    return shared.isEmpty()
        ? null
        : Path.of(System.getProperty("eyrie.root", "."))
            .resolve(shared)
            .resolve("data")
            .resolve(name);
  }
}
