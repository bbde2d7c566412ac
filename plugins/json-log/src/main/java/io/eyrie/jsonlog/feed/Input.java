// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;

/**
 * Where the records of one instance come from. The contract of every method is that of the same
 * method of {@link io.eyrie.api.source.Source}.
 */
public interface Input extends AutoCloseable {

  /** Hands the next records to the feed. */
  Progress poll(EventSink sink) throws PluginException, InterruptedException;

  /** Tells that everything before the checkpoint of this ticket is on disk. */
  default void committed(long ticket) throws PluginException {}

  @Override
  void close();
}
