// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** The entry of the plugin: brings the source {@code syscall}. */
public final class SyscallPlugin implements Plugin {

  @Override
  public List<SourceProvider> sources() {
    return List.of(new SyscallProvider());
  }
}
