// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.SharedReceiver;
import io.eyrie.testserver.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSenderTest {

  @RegisterExtension private static final SharedReceiver SHARED = new SharedReceiver();

  private final HttpReceiver server = SHARED.server();

  @TempDir private Path folder;

  @Test
  void sends_the_body_with_the_configured_headers_and_credentials() throws Exception {
    send(
        server.url(),
        Map.of("headers", List.of("X-Team: blue"), "username", "ann", "password", "pass word"));

    HttpReceiver.Received request = server.received().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/hook?x=1");
    assertThat(request.body()).isEqualTo("body ✓");
    assertThat(request.header("Content-Type")).isEqualTo("text/plain");
    assertThat(request.header("User-Agent")).isEqualTo("Eyrie");
    assertThat(request.header("X-Team")).isEqualTo("blue");
    assertThat(request.header("Authorization"))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ann:pass word".getBytes(UTF_8)));
    assertThat(request.header("Upgrade")).isNull();
  }

  @Test
  void sends_a_bearer_token_and_packs_bodies() throws Exception {
    send(server.url(), Map.of("bearer_token", "the-token", "compression", "gzip"));

    HttpReceiver.Received request = server.received().getFirst();
    assertThat(request.header("Authorization")).isEqualTo("Bearer the-token");
    assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.body()).isEqualTo("body ✓");
  }

  @ParameterizedTest
  @CsvSource({
    "301, http.misdirected, true",
    "400, http.refused, false",
    "401, http.misdirected, true",
    "403, http.refused, false",
    "404, http.misdirected, true",
    "408, http.failing, true",
    "413, http.refused, false",
    "422, http.refused, false",
    "429, http.throttled, true",
    "500, http.failing, true",
    "503, http.failing, true"
  })
  void a_status_says_whether_to_try_again(int status, String code, boolean again) {
    server.answer(status);

    PluginException failure = failure(server.url(), Map.of());

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isEqualTo(again);
    assertThat(failure).hasMessageStartingWith(server.url() + " answered " + status);
  }

  @Test
  void says_what_the_receiver_said_without_secrets_and_commands_of_terminals() {
    server.answer(500, Map.of(), "bad \u001b[31m token the-token\r\nin /hook " + "x".repeat(400));

    assertThat(failure(server.url(), Map.of("bearer_token", "the-token")))
        .hasMessage(
            server.url()
                + " answered 500 (bad \\u001b[31m token ***\\r\\nin /hook "
                + "x".repeat(270)
                + "… (130 more characters))")
        .hasMessageNotContaining("the-token");
  }

  @Test
  void says_where_a_redirect_leads_without_its_path() {
    server.answer(308, Map.of("Location", "https://new.example/secret?token=1"), "");

    assertThat(failure(server.url(), Map.of()))
        .hasMessage(
            server.url()
                + " answered 308: it redirects to https://new.example; write the URL that it leads"
                + " to");
  }

  @Test
  void tells_how_long_the_receiver_wants_to_be_left_alone() throws Exception {
    server.answer(429, Map.of("Retry-After", "7"), "");
    server.answer(503, Map.of("Retry-After", "soon"), "");
    try (HttpSender sender = sender(Map.of())) {
      HttpMessage message = HttpMessage.post(Receiver.of("url", server.url()), "text/plain", "x");

      Answer throttled = sender.send(message);
      assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(sender.failure(throttled))
          .hasMessage("%s answered 429 and wants to be left alone for 7 s", throttled.receiver());
      assertThat(sender.send(message).retryAfter()).isEmpty();
    }
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    assertThat(RetryAfter.parse("Sat, 31 Jan 2026 12:01:00 GMT", now))
        .contains(Duration.ofSeconds(60));
    assertThat(RetryAfter.parse("Sat, 31 Jan 2026 11:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("99999999999999999999", now)).isEmpty();
  }

  @Test
  void a_receiver_that_hangs_is_given_up_and_one_that_breaks_off_is_told() {
    server.answer(0);
    assertThat(failure(server.url(), Map.of("timeout", "50ms")))
        .hasMessage(
            server.url()
                + " has not answered within 50 ms: look whether it is overloaded, or raise"
                + " timeout");

    server.answer(-1);
    PluginException broken = failure(server.url(), Map.of());
    assertThat(broken.code()).isEqualTo("http.unreachable");
    assertThat(broken.retryable()).isTrue();
  }

  @Test
  void a_receiver_that_is_not_there_is_told() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(failure("http://localhost:" + port, Map.of()))
        .hasMessage("http://localhost:" + port + " can't be reached: nothing listens there");
    assertThat(failure("http://nowhere.invalid", Map.of()))
        .hasMessage("http://nowhere.invalid can't be found: no name server knows nowhere.invalid");
  }

  @Test
  void speaks_tls_with_a_certificate_of_its_own() throws Exception {
    TestCertificates authority = TestCertificates.in(folder);
    try (HttpReceiver secure = HttpReceiver.start(authority.good(), true)) {
      send(
          secure.url(),
          Map.of(
              "tls_ca", authority.authority().toString(),
              "tls_certificate", authority.client().toString()));

      assertThat(secure.bodies()).containsExactly("body ✓");
      // Which of the two depends on whether the server's word or its close is read first.
      assertThat(failure(secure.url(), Map.of("tls_ca", authority.authority().toString())))
          .message()
          .containsAnyOf("refuses the client certificate", "does it want a client certificate");
    }
  }

  @Test
  void says_what_is_wrong_with_a_certificate() throws Exception {
    TestCertificates authority = TestCertificates.in(folder);
    Map<String, Object> believing = Map.of("tls_ca", authority.authority().toString());

    assertThat(overTls(authority.expired(), believing))
        .matches(e -> e.retryable() && e.code().equals("http.tls"))
        .hasMessageContaining("shows a certificate that has expired (NotAfter:");
    assertThat(overTls(authority.ofAnotherName(), believing))
        .hasMessageContaining("shows a certificate for another name")
        .hasMessageContaining("localhost");
    assertThat(overTls(authority.good(), Map.of()))
        .hasMessageContaining(
            "shows a certificate that no known authority has signed: name the authority's file in"
                + " tls_ca");
  }

  @Test
  void says_that_a_receiver_does_not_speak_tls() throws Exception {
    assertThat(failure(server.url().replace("http:", "https:"), Map.of("connect_timeout", "300ms")))
        .hasMessageEndingWith("within connect_timeout; does it speak TLS on this port?");
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread =
          Thread.ofVirtual()
              .name("plain")
              .start(() -> {
                try (Socket socket = plain.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                  socket.getInputStream().readAllBytes();
                } catch (IOException _) {
                  // The client breaks off.
                }
              });
      assertThat(failure("https://localhost:" + plain.getLocalPort(), Map.of()))
          .hasMessageEndingWith("does not speak TLS on this port: check the scheme and the port");
      thread.join();
    }
  }

  private PluginException overTls(SSLContext context, Map<String, ?> config) throws Exception {
    try (HttpReceiver secure = HttpReceiver.start(context, false)) {
      return failure(secure.url(), config);
    }
  }

  @Test
  void goes_through_a_proxy_with_credentials() throws Exception {
    server.answer(407, Map.of("Proxy-Authenticate", "Basic realm=\"proxy\""), "");

    send(
        "http://behind.example",
        Map.of("proxy", server.url(), "proxy_username", "p", "proxy_password", "q"));

    assertThat(server.received())
        .extracting(HttpReceiver.Received::target)
        .containsOnly("http://behind.example/hook?x=1")
        .hasSize(2);
    assertThat(server.received().getLast().header("Proxy-Authorization"))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("p:q".getBytes(UTF_8)));
    assertThat(failure("http://behind.example", Map.of("proxy", "http://proxy.invalid:3128")))
        .hasMessage("the proxy proxy.invalid can't be found: no name server knows proxy.invalid");
  }

  @Test
  void tunnels_tls_through_a_proxy_with_credentials() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      List<String> lines = new ArrayList<>();
      Thread thread =
          Thread.ofVirtual()
              .name("proxy")
              .start(() -> {
                try {
                  answer(proxy, lines, "407 No\r\nProxy-Authenticate: Basic realm=\"p\"");
                  answer(proxy, lines, "502 Gone");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      failure(
          "https://behind.example",
          Map.of(
              "proxy", "http://localhost:" + proxy.getLocalPort(),
              "proxy_username", "p",
              "proxy_password", "q"));
      thread.join();

      assertThat(lines)
          .startsWith("CONNECT behind.example:443 HTTP/1.1")
          .contains(
              "Proxy-Authorization: Basic "
                  + Base64.getEncoder().encodeToString("p:q".getBytes(UTF_8)));
    }
  }

  private static void answer(ServerSocket proxy, List<String> lines, String status)
      throws IOException {
    try (Socket socket = proxy.accept()) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
      }
      socket
          .getOutputStream()
          .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(UTF_8));
    }
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertMistake(Map.of("headers", List.of("no colon")), "headers: each is written");
    assertMistake(
        Map.of("headers", List.of("A: b\r\nC: d")), "characters that headers can't carry");
    assertMistake(Map.of("headers", List.of("Host: x")), "Host is set by the request itself");
    assertMistake(Map.of("compression", "zip"), "'zip' is neither none nor gzip");
    assertMistake(Map.of("timeout", "0s"), "timeout: must be above zero");
    assertMistake(Map.of("username", "a", "bearer_token", "b"), "must not be given with username");
    assertMistake(Map.of("proxy", "https://p:1"), "proxy: must begin with http://");
    assertMistake(Map.of("tls_ca", "/nowhere.pem"), "tls_ca: there is no file /nowhere.pem");
    for (String url :
        List.of("hook.example", "ftp://x", "http://", "https://a:b@c/", "http://[x")) {
      assertThatThrownBy(() -> Receiver.of("url", url))
          .hasMessageStartingWith("url: ")
          .hasMessageNotContaining("a:b");
    }
  }

  private static void assertMistake(Map<String, ?> config, String message) {
    assertThatThrownBy(() -> sender(config).close()).hasMessageContaining(message);
  }

  @Test
  void nothing_secret_stands_in_texts_of_objects() throws Exception {
    Config config = config(Map.of("username", "u", "password", "hidden-word"));

    assertThat(Receiver.of("url", "https://h.example:1/T0/hidden-word?hidden-word"))
        .hasToString("https://h.example:1");
    assertThat(Credentials.of(config).toString()).doesNotContain("hidden-word");
    assertThat(new Secrets(List.of("hidden-word")).toString()).doesNotContain("hidden-word");
  }

  private static void send(String url, Map<String, ?> config) throws Exception {
    try (HttpSender sender = sender(config)) {
      sender.deliver(
          HttpMessage.post(Receiver.of("url", url).at("/hook?x=1"), "text/plain", "body ✓"));
    }
  }

  private static PluginException failure(String url, Map<String, ?> config) {
    return catchThrowableOfType(PluginException.class, () -> send(url, config));
  }

  private static HttpSender sender(Map<String, ?> config) throws PluginException {
    Config checked = config(config);
    return HttpOptions.sender(checked, Credentials.of(checked), List.of());
  }

  private static Config config(Map<String, ?> values) throws PluginException {
    ConfigSchema.Builder keys = ConfigSchema.builder();
    HttpOptions.declare(keys);
    Credentials.declare(keys);
    return Config.of(keys.build(), new HashMap<>(values));
  }
}
