// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.output;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An output that is given alerts in batches, in the order of the alert log.
 *
 * <p>The host keeps its place in the log and moves it when a batch is delivered; after a crash the
 * last batch may come again, and receivers tell repeated alerts by their id.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface PushOutput extends Output {

  /**
   * Delivers a batch; returning normally means that every alert of it has reached its receiver,
   * those aside of which {@link OutputContext#refused} was told.
   *
   * @param batch at least one alert
   * @throws PluginException if something of the batch was not delivered. With {@link
   *     PluginException#retryable()} what was neither told {@link OutputContext#delivered} nor
   *     {@link OutputContext#refused} is given again, in the same order: after {@link
   *     PluginException#retryAfter()} where the receiver said how long, else after a growing pause.
   *     Otherwise it is given alert by alert, and those that fail again are set aside as dead
   *     letters
   * @throws InterruptedException if the host wants the thread back at once; the rest of the batch
   *     counts as not delivered
   */
  void deliver(List<Alert> batch) throws PluginException, InterruptedException;
}
