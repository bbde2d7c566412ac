// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Opens the output on the process's standard output. */
final class ConsoleProvider implements OutputProvider {

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys = ConfigSchema.builder();
    AlertLine.declare(keys, "text");
    return keys.build();
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public String description() {
    return "Writes each alert as a line of text or JSON to standard output.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    // Not System.out, which swallows the failures of a closed pipe or a full disk.
    return new ConsoleOutput(
        new FileOutputStream(FileDescriptor.out), AlertLine.of(config, context.instance()));
  }
}
