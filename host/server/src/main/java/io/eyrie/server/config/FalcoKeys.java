// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.util.Map;
import java.util.Optional;

/** The keys of Falco's configuration that have another place here, or none. */
final class FalcoKeys {

  private static final String JSON_KEYS =
      "it is a key of the console output: 'outputs: [{plugin: console, config: {...}}]'";

  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(
              "plugins",
              "list instances under 'sources' and 'outputs'; jars are found in 'plugins_dir'"),
          Map.entry(
              "load_plugins",
              "list instances under 'sources' and 'outputs'; jars are found in 'plugins_dir'"),
          Map.entry(
              "engine", "list the plugin syscall-ebpf under 'sources', with its keys in 'config'"),
          Map.entry("rules_file", "did you mean 'rules_files'?"),
          Map.entry(
              "config_files", "one file is read; use ${NAME} for what differs, or -o key=value"),
          Map.entry("json_output", JSON_KEYS),
          Map.entry("json_include_output_property", JSON_KEYS),
          Map.entry("json_include_message_property", JSON_KEYS),
          Map.entry("json_include_output_fields_property", JSON_KEYS),
          Map.entry("json_include_tags_property", JSON_KEYS),
          Map.entry(
              "buffered_outputs",
              "remove it: alerts that come together are written together, and at once"),
          Map.entry(
              "output_timeout",
              "remove it: an output that is slow holds up nobody, and goes on where it was"),
          Map.entry(
              "log_stderr", "remove it: the log goes to standard error; 'log_level' bounds it"),
          Map.entry("log_syslog", "remove it: the log goes to standard error, which systemd keeps"),
          Map.entry("libs_logger", "remove it: 'log_level' bounds the whole log"),
          Map.entry("syscall_event_drops", "remove it: every loss of events is told by an alert"),
          Map.entry(
              "syscall_event_timeouts", "remove it: a source that stalls is told by an alert"),
          Map.entry(
              "base_syscalls",
              "remove it: the plugin syscall-ebpf asks the kernel for what rules and state need"),
          Map.entry("stdout_output", "list the plugin console under 'outputs'"),
          Map.entry("file_output", "list the plugin file under 'outputs'"),
          Map.entry("program_output", "list the plugin program under 'outputs'"),
          Map.entry("http_output", "list the plugin http under 'outputs'"),
          Map.entry("syslog_output", "list the plugin syslog under 'outputs'"),
          Map.entry("grpc", "list the plugin grpc under 'outputs'"),
          Map.entry("grpc_output", "list the plugin grpc under 'outputs'"),
          Map.entry("outputs_queue", "alerts wait on disk; 'store' bounds them"),
          Map.entry("metrics", "nothing has to be switched on; 'eyrie status --json' has them"),
          Map.entry("webserver", "'eyrie status' asks the host through its admin socket"));

  private FalcoKeys() {}

  /** What to do instead of writing a key at the top; empty for a key that is not Falco's. */
  static Optional<String> remedy(String key) {
    return Optional.ofNullable(ELSEWHERE.get(key));
  }
}
