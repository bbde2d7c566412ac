// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens the output for one command. */
final class ProgramProvider implements OutputProvider {

  private static final String COMMAND = "command";
  private static final String KEEP = "keep_alive";
  private static final String ENVIRONMENT = "environment";
  private static final String TIMEOUT = "timeout";

  /** What programs expect to find; everything else of the host's may be a secret. */
  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

  private static final Duration LONGEST = Duration.ofHours(1);

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                COMMAND,
                ConfigSchema.Type.TEXT_LIST,
                "The program and its arguments, each an item; no shell reads them.")
            .optional(
                KEEP,
                ConfigSchema.Type.BOOLEAN,
                "true",
                "Whether one program is kept and fed; false starts it for each batch and takes its"
                    + " exit code for the answer.")
            .optional(
                ENVIRONMENT,
                ConfigSchema.Type.TEXT_LIST,
                "Variables for the program, as NAME=value; of the host's own it gets PATH, HOME,"
                    + " LANG, LC_ALL and TZ.")
            .optional(
                TIMEOUT,
                ConfigSchema.Type.DURATION,
                "10s",
                "How long the program may leave a batch unread, or run for it; it is killed then."
                    + " At most 1h.");
    AlertLine.declare(keys, "json");
    return keys.build();
  }

  @Override
  public String name() {
    return "program";
  }

  @Override
  public String description() {
    return "Writes each alert as a line to the standard input of a program.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    List<String> command = config.texts(COMMAND);
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw invalid(COMMAND, "names no program");
    }
    Duration timeout = config.duration(TIMEOUT);
    if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw invalid(TIMEOUT, "must be above zero and at most 1h");
    }
    Program program =
        new Program(
            command,
            environment(config.texts(ENVIRONMENT)),
            context.dataDirectory(),
            timeout,
            context.instance());
    AlertLine line = AlertLine.of(config, context.instance());
    return config.bool(KEEP) ? new KeptProgram(program, line) : new EachBatch(program, line);
  }

  private static Map<String, String> environment(List<String> lines) throws PluginException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : PASSED_ON) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw invalid(ENVIRONMENT, "each is written NAME=value; one of them is not");
      }
      environment.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return environment;
  }

  private static PluginException invalid(String key, String problem) {
    return PluginException.user("config.invalid", key + ": " + problem);
  }
}
