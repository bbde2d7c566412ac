// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A kind of sender: what it is configured by and how its requests are let in. */
public interface Sender {

  /** A sender of JSON without a signature or ids. */
  Sender PLAIN =
      new Sender() {
        @Override
        public void declare(ConfigSchema.Builder keys) {}

        @Override
        public Doorkeeper doorkeeper(Config config) {
          return new PlainDoorkeeper();
        }
      };

  /** Adds the keys of this kind of sender. */
  void declare(ConfigSchema.Builder keys);

  /**
   * Makes the doorkeeper of an instance.
   *
   * @throws PluginException if the configuration can't work
   */
  Doorkeeper doorkeeper(Config config) throws PluginException;

  /** Lets in whatever says that it is JSON. */
  final class PlainDoorkeeper implements Doorkeeper {

    private PlainDoorkeeper() {}

    @Override
    public Admission admit(Function<String, @Nullable String> headers, byte[] body) {
      String type = headers.apply("Content-Type");
      return type != null && type.contains("json")
          ? new Admission.Admitted(body, null)
          : new Admission.Answered(400, "the content type must be application/json");
    }

    @Override
    public boolean asksForSecret() {
      return false;
    }
  }
}
