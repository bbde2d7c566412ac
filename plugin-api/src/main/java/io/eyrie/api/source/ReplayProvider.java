// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A provider that can also read its events from recorded files, for {@code eyrie replay}. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ConsumerType
public interface ReplayProvider extends SourceProvider {

  /**
   * Opens an instance that reads these inputs to their end, in order, and then reports {@link
   * Progress#END}.
   *
   * @param inputs paths of files or folders, or {@code -} for standard input
   * @throws PluginException if none of them can be read
   */
  Source replay(List<String> inputs, SourceContext context) throws PluginException;
}
