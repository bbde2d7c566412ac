// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.RecordFeed;

/**
 * A running instance: the input brings records, the feed judges them.
 *
 * @param feed what the input hands its records to
 */
record JsonLogSource(RecordFeed feed, Input input) implements Source {

  @Override
  public Extraction bind(Demand demand) throws PluginException {
    return feed.bind(demand);
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    return input.poll(sink);
  }

  @Override
  public void committed(long ticket) throws PluginException {
    input.committed(ticket);
  }

  @Override
  public void close() {
    input.close();
  }
}
