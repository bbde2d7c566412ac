// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.jsonlog.webhook.Doorkeeper;
import io.eyrie.jsonlog.webhook.Sender;

/** GitHub as the sender of a web hook: signs what it sends by a secret, and numbers it. */
final class GitHubSender implements Sender {

  @Override
  public void declare(ConfigSchema.Builder keys) {
    keys.optional(
        "secret",
        ConfigSchema.Type.SECRET,
        "The secret of the web hook, as given at GitHub; without it, signatures are not checked.");
  }

  @Override
  public Doorkeeper doorkeeper(Config config) {
    return new SignedDeliveries(config.text("secret"));
  }
}
