// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.output;

import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An output that serves clients of its own from the alert log; gRPC is one. */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface ServingOutput extends Output {

  /**
   * Begins to serve and returns.
   *
   * @param log lent until {@link #close()} returns
   * @throws PluginException if it can't, for instance because the port is taken
   */
  void serve(AlertLog log) throws PluginException;

  /**
   * Where clients reach it, such as {@code 127.0.0.1:7411}; empty before it serves. Shown by {@code
   * eyrie status}; may be called from any thread.
   */
  List<String> endpoints();
}
