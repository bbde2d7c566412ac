// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Source;

/**
 * Rules bound to an open source: which rules, and how the source gives what they ask for.
 *
 * @param binding the rules
 * @param extraction the source's answer to their demand
 */
record Judge(Binding binding, Extraction extraction) {

  /** Binds the rules; on the source's worker. */
  static Judge bind(Binding binding, Source source) throws PluginException {
    return new Judge(binding, source.bind(binding.index().demand()));
  }
}
