// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an export: the alerts of a batch as log records, by the machines that raised them.
 *
 * <p>The numbers of fields are those of OpenTelemetry's {@code logs.proto} and {@code
 * common.proto}.
 *
 * @param resource attributes of the operator
 */
record ExportRequest(Map<String, String> resource) {

  /** The message {@code ExportLogsServiceRequest}. */
  byte[] of(List<Alert> batch, Instant now) {
    Map<String, List<Alert>> byHost = new LinkedHashMap<>();
    for (Alert alert : batch) {
      byHost.computeIfAbsent(alert.hostname(), _ -> new ArrayList<>()).add(alert);
    }
    return ProtoWriter.message(request ->
        byHost.forEach((host, alerts) ->
            request.message(
                1,
                resourceLogs -> {
                  resourceLogs.message(1, of -> writeResource(of, host));
                  resourceLogs.message(2, scopeLogs -> writeScope(scopeLogs, alerts, now));
                })));
  }

  private void writeResource(ProtoWriter out, String host) {
    attribute(out, 1, "service.name", "eyrie");
    attribute(out, 1, "host.name", host);
    resource.forEach((name, value) -> attribute(out, 1, name, value));
  }

  private static void writeScope(ProtoWriter out, List<Alert> alerts, Instant now) {
    out.message(1, scope -> scope.text(1, "io.eyrie"));
    for (Alert alert : alerts) {
      out.message(2, record -> writeRecord(record, alert, now));
    }
  }

  private static void writeRecord(ProtoWriter out, Alert alert, Instant now) {
    out.fixed64(1, alert.timeNanos());
    out.varint(2, severity(alert.priority()));
    out.text(3, alert.priority().label());
    out.message(5, body -> body.text(1, VisibleText.of(alert.message())));
    attribute(out, 6, "log.record.uid", alert.id());
    attribute(out, 6, "eyrie.rule", alert.rule());
    attribute(out, 6, "eyrie.source", alert.source());
    attribute(out, 6, "eyrie.instance", alert.instance());
    attribute(out, 6, "eyrie.tags", alert.tags());
    alert
        .fields()
        .forEach((name, value) -> {
          if (value != null) {
            attribute(out, 6, name, value);
          }
        });
    out.fixed64(11, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    out.text(12, "eyrie.alert");
  }

  private static void attribute(ProtoWriter out, int field, String name, Object value) {
    out.message(
        field,
        attribute -> {
          attribute.text(1, name);
          attribute.message(2, any -> writeAny(any, value));
        });
  }

  /** Numbers that need 64 bits without a sign become texts: there is no such type. */
  private static void writeAny(ProtoWriter out, @Nullable Object value) {
    switch (value) {
      case Boolean truth -> out.varint(2, truth ? 1 : 0);
      case Long number -> out.varint(3, number);
      case Double number -> out.fixed64(4, Double.doubleToRawLongBits(number));
      case List<?> list ->
          out.message(
              5, array -> list.forEach(member -> array.message(1, any -> writeAny(any, member))));
      case null -> {}
      default -> out.text(1, value.toString());
    }
  }

  /** The numbers that OpenTelemetry's data model gives to the severities of syslog. */
  private static int severity(Priority priority) {
    return switch (priority) {
      case EMERGENCY -> 21;
      case ALERT -> 19;
      case CRITICAL -> 18;
      case ERROR -> 17;
      case WARNING -> 13;
      case NOTICE -> 10;
      case INFORMATIONAL -> 9;
      case DEBUG -> 5;
    };
  }
}
