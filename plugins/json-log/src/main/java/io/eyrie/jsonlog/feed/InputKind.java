// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;

/**
 * A kind of input that a source offers: its configuration keys, and how it is opened. Immutable and
 * safe to share between threads.
 */
public interface InputKind {

  /** The key that chooses this input when it has a value. */
  String key();

  /**
   * Adds the keys of this input.
   *
   * @param only whether the source has no other input, so that {@link #key()} must be given
   */
  void declare(ConfigSchema.Builder keys, boolean only);

  /**
   * Opens the input.
   *
   * @throws PluginException if the configuration can't work: names the key and what to write
   */
  Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException;
}
