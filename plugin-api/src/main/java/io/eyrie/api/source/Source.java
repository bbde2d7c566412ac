// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.stability.Api;
import java.util.BitSet;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A running source instance.
 *
 * <p>The host makes every call, {@link SourceProvider#open} included, on the instance's one worker
 * thread. A source may have threads of its own, for instance to serve HTTP; it names them and has
 * ended them when {@link #close()} returns.
 *
 * <p>A call that throws is counted and reported by the plugin's name; the source is closed, opened
 * again after a growing pause, and given up after a set number of tries.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface Source extends AutoCloseable {

  /**
   * Says which event types the rules can match; the others need not be produced. At a reload it is
   * called twice: with the union of old and new before the new demand is bound, and with the new
   * ones after. A source that can't save work by it ignores it.
   *
   * @param eventTypes indices into the declaration's event types
   * @throws PluginException if the types can't be switched on; the old rules stay in force
   */
  default void enable(BitSet eventTypes) throws PluginException {}

  /**
   * Prepares the extraction of what the rules need. Names and arguments are resolved here, once. An
   * extraction returned before stays usable: the host binds the new demand, goes on with the old
   * one until every worker is ready, and may drop the new one if another is not.
   *
   * @throws PluginException if an argument can't be understood; the old rules stay in force
   */
  Extraction bind(Demand demand) throws PluginException;

  /**
   * Hands over the next events, those of about a hundredth of a second, and returns. When there are
   * none it waits for them, at most 100 ms. A call of more than ten seconds is reported as a stall.
   *
   * @throws PluginException if reading fails; with {@link PluginException#retryable()} the source
   *     is opened again later
   * @throws InterruptedException if the host wants the thread back at once
   */
  Progress poll(EventSink sink) throws PluginException, InterruptedException;

  /**
   * Tells that everything before the checkpoint of this ticket, and of every smaller one, is on
   * disk: messages may be deleted, requests answered. Called between polls.
   *
   * @throws PluginException if that fails; handled as for {@link #poll}
   */
  default void committed(long ticket) throws PluginException {}

  /** Frees everything. Called once; throws nothing that the host would have to act on. */
  @Override
  void close();
}
