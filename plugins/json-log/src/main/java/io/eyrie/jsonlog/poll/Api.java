// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.InputKind;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.time.Duration;
import java.time.InstantSource;

/** A service that is asked for records as an input: the keys that all of them have. */
public final class Api implements InputKind {

  private static final String INTERVAL = "refresh_interval";
  private static final String LOOKBACK = "lookback";

  private final Service service;
  private final InstantSource clock;

  /** An input that asks that kind of service. */
  public Api(Service service) {
    this(service, InstantSource.system());
  }

  /** The same with another clock than that of this machine. */
  Api(Service service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public String key() {
    return service.key();
  }

  @Override
  public void declare(ConfigSchema.Builder keys, boolean only) {
    service.declare(keys);
    keys.optional(
            INTERVAL,
            ConfigSchema.Type.DURATION,
            "10s",
            "How long to wait before asking again when there was nothing new.")
        .optional(
            LOOKBACK,
            ConfigSchema.Type.DURATION,
            "30s",
            "How far back to begin when the instance runs for the first time.");
  }

  @Override
  public Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException {
    Duration interval = config.duration(INTERVAL);
    if (interval.isZero()) {
      throw PluginException.user("config.invalid", INTERVAL + ": must be longer than 0");
    }
    return new ApiInput(
        service.endpoint(config), interval, config.duration(LOOKBACK), clock, context, feed);
  }
}
