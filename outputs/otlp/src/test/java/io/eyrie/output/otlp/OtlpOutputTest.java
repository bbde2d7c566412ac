// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a server that reads with OpenTelemetry's own classes and answers as its spec says. */
class OtlpOutputTest {

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new OtlpProvider(), "url", "");

  private final HttpReceiver server = OUTPUT.server();

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of());
  }

  @Test
  void exports_alerts_as_records_with_fields_and_severity() throws Exception {
    OUTPUT.deliver(
        Map.of("resource", List.of("deployment.environment.name=prod"), "compression", "gzip"),
        TestAlerts.number(1),
        TestAlerts.number(2));

    HttpReceiver.Received request = server.received().getFirst();
    assertThat(request.target()).isEqualTo("/v1/logs");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    ExportLogsServiceRequest sent = ExportLogsServiceRequest.parseFrom(request.bytes());
    assertThat(sent.getResourceLogsList()).hasSize(1);
    assertThat(texts(sent.getResourceLogs(0).getResource().getAttributesList()))
        .containsExactly(
            Map.entry("service.name", "eyrie"),
            Map.entry("host.name", "host-1"),
            Map.entry("deployment.environment.name", "prod"));
    assertThat(sent.getResourceLogs(0).getScopeLogs(0).getScope().getName()).isEqualTo("io.eyrie");
    LogRecord record = records(sent).getFirst();
    assertThat(records(sent)).hasSize(2);
    assertThat(record.getTimeUnixNano()).isEqualTo(TestAlerts.number(1).timeNanos());
    assertThat(record.getObservedTimeUnixNano()).isGreaterThan(record.getTimeUnixNano());
    assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
    assertThat(record.getSeverityText()).isEqualTo("Warning");
    assertThat(record.getEventName()).isEqualTo("eyrie.alert");
    assertThat(record.getBody().getStringValue()).isEqualTo("cat read /etc/shadow #1");
    Map<String, AnyValue> attributes = attributes(record.getAttributesList());
    assertThat(attribute(attributes, "log.record.uid").getStringValue())
        .isEqualTo(TestAlerts.number(1).id());
    assertThat(attribute(attributes, "eyrie.rule").getStringValue())
        .isEqualTo("Sensitive file read");
    assertThat(attribute(attributes, "eyrie.tags").getArrayValue().getValuesList())
        .extracting(AnyValue::getStringValue)
        .containsExactly("host", "mitre_credential_access");
    assertThat(attribute(attributes, "proc.pid").getIntValue()).isEqualTo(4001);
    assertThat(attribute(attributes, "proc.is_exe_writable").getBoolValue()).isTrue();
    assertThat(attribute(attributes, "evt.rate").getDoubleValue()).isEqualTo(0.5);
    assertThat(attribute(attributes, "evt.wide").getStringValue())
        .isEqualTo("18446744073709551615");
    assertThat(attributes).doesNotContainKey("user.name");
    assertThat(record.getUnknownFields().asMap()).isEmpty();
  }

  @Test
  void severities_are_those_of_the_data_model() throws Exception {
    OUTPUT.deliver(
        Map.of(),
        List.of(Priority.values()).stream()
            .map(priority -> TestAlerts.with(1, priority))
            .toArray(Alert[]::new));

    assertThat(records(ExportLogsServiceRequest.parseFrom(server.received().getFirst().bytes())))
        .extracting(LogRecord::getSeverityNumberValue)
        .containsExactly(21, 19, 18, 17, 13, 10, 9, 5);
  }

  @Test
  void texts_of_attackers_are_data_and_the_body_is_harmless() throws Exception {
    OUTPUT.deliver(Map.of(), TestAlerts.hostile());

    LogRecord record =
        records(ExportLogsServiceRequest.parseFrom(server.received().getFirst().bytes()))
            .getFirst();
    assertThat(record.getBody().getStringValue()).startsWith("wrote a\\u001b[31mb\\r\\nc\\u0000 <");
    assertThat(attribute(attributes(record.getAttributesList()), "proc.cmdline").getStringValue())
        .isEqualTo(TestAlerts.HOSTILE.replace('\ud800', '?'));
  }

  @Test
  void records_that_a_collector_rejects_are_refused() throws Exception {
    rejecting(1);
    try (OutputRun run = OUTPUT.open(Map.of())) {
      run.deliver(TestAlerts.number(1));
      assertThat(run.verdicts().refused())
          .containsExactly(
              Map.entry(TestAlerts.number(1).id(), server.url() + " rejected it (too old)"));

      rejecting(1);
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1), TestAlerts.number(2)))
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse())
          .hasMessage(server.url() + " rejected 1 of 2 records (too old)");
    }
  }

  private void rejecting(int records) {
    server.answer(
        200,
        Map.of("Content-Type", "application/x-protobuf"),
        new String(
            ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(records)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray(),
            ISO_8859_1));
  }

  @Test
  void a_failure_is_told_in_the_words_of_the_collector() throws Exception {
    // google.rpc.Status: code 3, message.
    server.answer(400, Map.of(), "\b\003\022\007no good");
    server.answer(503, Map.of("Retry-After", "9"), "");

    assertThatThrownBy(() -> OUTPUT.deliver(Map.of(), TestAlerts.number(1)))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessage(server.url() + " answered 400 (no good)");
    assertThatThrownBy(() -> OUTPUT.deliver(Map.of(), TestAlerts.number(1)))
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.retryAfter().orElseThrow()).hasSeconds(9));
  }

  @Test
  void bytes_that_are_no_message_hold_no_field() {
    for (byte[] torn : List.of(new byte[] {10}, new byte[] {10, 9, 1}, new byte[] {-1, -1, -1})) {
      assertThat(ProtoReader.text(torn, 1)).isEmpty();
      assertThat(ProtoReader.number(torn, 1)).isZero();
    }
  }

  @Test
  void a_path_of_the_url_is_kept() throws Exception {
    OUTPUT.deliver(Map.of("url", server.url() + "/otlp/v1/logs"), TestAlerts.number(1));

    assertThat(server.received().getFirst().target()).isEqualTo("/otlp/v1/logs");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("resource", List.of("a"))))
        .hasMessageContaining("'a'");
  }

  private static List<LogRecord> records(ExportLogsServiceRequest request) {
    return request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList();
  }

  private static AnyValue attribute(Map<String, AnyValue> attributes, String key) {
    return Objects.requireNonNull(attributes.get(key), key);
  }

  private static Map<String, AnyValue> attributes(List<KeyValue> pairs) {
    Map<String, AnyValue> attributes = new LinkedHashMap<>();
    pairs.forEach(pair -> attributes.put(pair.getKey(), pair.getValue()));
    return attributes;
  }

  private static Map<String, String> texts(List<KeyValue> pairs) {
    Map<String, String> texts = new LinkedHashMap<>();
    pairs.forEach(pair -> texts.put(pair.getKey(), pair.getValue().getStringValue()));
    return texts;
  }
}
