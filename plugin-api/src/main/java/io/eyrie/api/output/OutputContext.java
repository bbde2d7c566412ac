// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.output;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.stability.Api;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** What the host lends to one output instance for as long as it is open. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface OutputContext {

  /** The configured name of this instance, unique in the host. */
  String instance();

  /** The loaded rules and sources. */
  Catalogue catalogue();

  /** Counters, gauges and timers of this instance. */
  Metrics metrics();

  /** The health of this instance, for the operator. */
  Health health();

  /** A private folder that exists, is writable and survives restarts. */
  Path dataDirectory();

  /**
   * Says within {@link PushOutput#deliver}, and on its thread, that this alert of the batch has
   * reached its receiver, whatever becomes of the others: should the call fail, only the others are
   * given again. For outputs that send one by one, or whose receivers answer for each alert.
   *
   * @throws IllegalStateException if the alert is not of the batch that is being delivered
   */
  void delivered(Alert alert);

  /**
   * Says within {@link PushOutput#deliver}, and on its thread, that the receiver will never take
   * this alert of the batch: it is set aside as a dead letter, and those behind it go on. When the
   * call then returns normally, all others were delivered.
   *
   * @param reason for the operator: what the receiver said, and what to do; no secret
   * @throws IllegalStateException if the alert is not of the batch that is being delivered
   */
  void refused(Alert alert, String reason);
}
