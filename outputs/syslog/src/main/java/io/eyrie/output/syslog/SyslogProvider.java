// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.tls.ClientTls;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/** Opens the output for one receiver. */
final class SyslogProvider implements OutputProvider {

  private static final String ADDRESS = "address";
  private static final String PROTOCOL = "protocol";
  private static final String FACILITY = "facility";
  private static final String APP_NAME = "app_name";
  private static final String DATA_ID = "structured_data_id";
  private static final String FRAMING = "framing";
  private static final String TIMEOUT = "timeout";

  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final Pattern NAME = Pattern.compile("[!-~&&[^=\\]\"\\[:]]{1,32}");
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                ADDRESS,
                ConfigSchema.Type.TEXT,
                "Where messages go: udp://HOST:514, tcp://HOST:514, tls://HOST:6514 or"
                    + " unix:///dev/log.")
            .optional(
                PROTOCOL,
                ConfigSchema.Type.TEXT,
                "rfc5424",
                "The form of messages: rfc5424, or rfc3164 for old receivers.")
            .optional(
                FACILITY,
                ConfigSchema.Type.TEXT,
                "local0",
                "The facility, such as authpriv, daemon or local0.")
            .optional(APP_NAME, ConfigSchema.Type.TEXT, "eyrie", "The name of the sender.")
            .optional(
                DATA_ID,
                ConfigSchema.Type.TEXT,
                "eyrie@32473",
                "The id of the structured data of RFC 5424, NAME@ENTERPRISE-NUMBER.")
            .optional(
                FRAMING,
                ConfigSchema.Type.TEXT,
                "octet_counting",
                "How messages are told apart over TCP and TLS: octet_counting, or newline for"
                    + " receivers that know no other.")
            .optional(
                TIMEOUT,
                ConfigSchema.Type.DURATION,
                "10s",
                "How long connecting, and writing a batch, may take; at most 1h.");
    AlertLine.declare(keys, "json");
    ClientTls.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public String description() {
    return "Sends alerts as syslog messages over UDP, TCP, TLS or a Unix socket.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    SyslogAddress address = SyslogAddress.of(config.text(ADDRESS));
    int facility = FACILITIES.indexOf(config.text(FACILITY));
    if (facility < 0) {
      throw invalid(FACILITY, "'" + config.text(FACILITY) + "' is none of " + FACILITIES);
    }
    Duration timeout = config.duration(TIMEOUT);
    if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw invalid(TIMEOUT, "must be above zero and at most 1h");
    }
    boolean counted =
        switch (config.text(FRAMING)) {
          case "octet_counting" -> true;
          case "newline" -> false;
          default ->
              throw invalid(
                  FRAMING, "'" + config.text(FRAMING) + "' is neither octet_counting nor newline");
        };
    return new SyslogOutput(
        address,
        form(config, facility, context.instance()),
        Transport.to(address, counted, timeout, ClientTls.of(config), context.instance()),
        context);
  }

  private static MessageForm form(Config config, int facility, String instance)
      throws PluginException {
    String app = named(config, APP_NAME);
    AlertLine line = AlertLine.of(config, instance);
    return switch (config.text(PROTOCOL)) {
      case "rfc5424" ->
          new Rfc5424(facility, app, ProcessHandle.current().pid(), named(config, DATA_ID), line);
      case "rfc3164" ->
          new Rfc3164(facility, app, ProcessHandle.current().pid(), ZoneId.systemDefault(), line);
      default ->
          throw invalid(PROTOCOL, "'" + config.text(PROTOCOL) + "' is neither rfc5424 nor rfc3164");
    };
  }

  private static String named(Config config, String key) throws PluginException {
    if (!NAME.matcher(config.text(key)).matches()) {
      throw invalid(key, "must be 1 to 32 visible ASCII characters without = [ ] : and quotes");
    }
    return config.text(key);
  }

  private static PluginException invalid(String key, String problem) {
    return PluginException.user("config.invalid", key + ": " + problem);
  }
}
