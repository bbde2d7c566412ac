// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that answers as Slack's web hooks are documented to. */
class SlackOutputTest {

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new SlackProvider(), "webhook_url", "/services/T/B/X");

  private final HttpReceiver server = OUTPUT.server();

  @BeforeEach
  void answer() {
    server.usually(_ -> new HttpReceiver.Answer(200, Map.of(), "ok"));
  }

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of());
  }

  @Test
  void posts_an_alert_with_all_its_fields_numbers_included() throws Exception {
    OUTPUT.deliver(Map.of("channel", "#sec", "username", "eyrie"), TestAlerts.number(1));

    HttpReceiver.Received request = server.received().getFirst();
    assertThat(request.target()).isEqualTo("/services/T/B/X");
    JsonNode message = JsonMapper.shared().readTree(request.body());
    assertThat(message.get("text").asString()).isEqualTo("Sensitive file read");
    assertThat(message.get("channel").asString()).isEqualTo("#sec");
    assertThat(message.get("username").asString()).isEqualTo("eyrie");
    JsonNode attachment = message.get("attachments").get(0);
    assertThat(attachment.get("text").asString()).isEqualTo("cat read /etc/shadow #1");
    assertThat(attachment.get("color").asString()).isEqualTo("#ffc700");
    assertThat(attachment.get("ts").asLong()).isEqualTo(1_767_225_601L);
    assertThat(field(attachment, "rule")).isEqualTo("Sensitive file read");
    assertThat(field(attachment, "priority")).isEqualTo("Warning");
    assertThat(field(attachment, "tags")).isEqualTo("host, mitre_credential_access");
    assertThat(field(attachment, "proc.pid")).isEqualTo("4001");
    assertThat(field(attachment, "fd.types")).isEqualTo("(file,ipv4)");
    assertThat(field(attachment, "user.name")).isNull();
  }

  @Test
  void shows_the_text_or_the_fields_alone() throws Exception {
    OUTPUT.deliver(Map.of("format", "text"), TestAlerts.number(1));
    OUTPUT.deliver(Map.of("format", "fields"), TestAlerts.number(1));

    assertThat(attachment(0).has("text")).isTrue();
    assertThat(attachment(0).has("fields")).isFalse();
    assertThat(attachment(1).has("text")).isFalse();
    assertThat(attachment(1).has("fields")).isTrue();
  }

  @Test
  void texts_of_attackers_are_neither_markup_nor_mentions() throws Exception {
    OUTPUT.deliver(Map.of(), TestAlerts.hostile());

    JsonNode message = JsonMapper.shared().readTree(server.bodies().getFirst());
    assertThat(message.get("mrkdwn").asBoolean()).isFalse();
    assertThat(message.get("parse").asString()).isEqualTo("none");
    assertThat(message.get("unfurl_links").asBoolean()).isFalse();
    JsonNode attachment = message.get("attachments").get(0);
    assertThat(attachment.get("mrkdwn_in")).isEmpty();
    String escaped =
        "a\\u001b[31mb\\r\\nc\\u0000 &lt;!channel&gt; &lt;https://evil.example|ok&gt;"
            + " &lt;script&gt;alert(1)&lt;/script&gt; {{ .Env }} ${jndi:x} %s *b* `c` \"q\" \\ ]"
            + " \\u202e\\u2028 \uFFFD é🦅";
    assertThat(attachment.get("text").asString()).isEqualTo("wrote " + escaped);
    assertThat(field(attachment, "proc.cmdline")).isEqualTo(escaped);
    assertThat(message.get("text").asString()).isEqualTo("Rule of " + escaped);
  }

  @Test
  void texts_that_are_too_long_are_cut_and_say_so() throws Exception {
    OUTPUT.deliver(Map.of(), TestAlerts.ofLength(5_000));

    assertThat(attachment(0).get("text").asString())
        .isEqualTo("x".repeat(4_000) + "… (1000 more characters)");
  }

  @Test
  void a_batch_becomes_messages_of_some_alerts_each() throws Exception {
    OUTPUT.deliver(
        Map.of("alerts_per_message", "2"),
        IntStream.rangeClosed(1, 5).mapToObj(TestAlerts::number).toArray(Alert[]::new));

    assertThat(server.bodies())
        .extracting(body -> JsonMapper.shared().readTree(body).get("attachments").size())
        .containsExactly(2, 2, 1);
  }

  @Test
  void what_was_posted_before_slack_wants_a_pause_is_not_posted_again() throws Exception {
    server.answer(200, Map.of(), "ok");
    server.answer(429, Map.of("Retry-After", "3"), "rate_limited");

    try (OutputRun run = OUTPUT.open(Map.of("alerts_per_message", "1"))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1), TestAlerts.number(2)))
          .isInstanceOfSatisfying(
              PluginException.class,
              e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(3)));
      assertThat(run.verdicts().delivered()).containsExactly(TestAlerts.number(1).id());
    }
  }

  @Test
  void tells_an_alert_that_is_refused_from_a_web_hook_that_is_gone() throws Exception {
    server.answer(400, Map.of(), "invalid_payload");
    server.answer(403, Map.of(), "action_prohibited");
    server.answer(404, Map.of(), "no_service");

    assertThat(failure().retryable()).isFalse();
    assertThat(failure().retryable()).isTrue();
    assertThat(failure())
        .hasMessage(
            server.url()
                + " answered 404 (no_service): check the path of the URL, and whether the receiver"
                + " still exists");
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertThatThrownBy(() -> OUTPUT.open(Map.of("format", "x")))
        .hasMessageContaining("format: 'x'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("alerts_per_message", "21")))
        .hasMessageContaining("21 is not between 1 and 20");
  }

  private JsonNode attachment(int request) {
    return JsonMapper.shared().readTree(server.bodies().get(request)).get("attachments").get(0);
  }

  private static @Nullable String field(JsonNode attachment, String title) {
    for (JsonNode field : attachment.get("fields")) {
      if (field.get("title").asString().equals(title)) {
        return field.get("value").asString();
      }
    }
    return null;
  }

  private PluginException failure() {
    try (OutputRun run = OUTPUT.open(Map.of())) {
      run.deliver(TestAlerts.number(1));
      throw new AssertionError("was delivered");
    } catch (PluginException e) {
      return e;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
