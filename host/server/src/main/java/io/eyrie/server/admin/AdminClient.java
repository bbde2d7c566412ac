// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** Asks the host that runs on a home, one question per connection. */
public final class AdminClient {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path home;

  /** Connects to nothing yet. */
  public AdminClient(Path home) {
    this.home = home;
  }

  /** How the host is. */
  public HostStatus status() throws AdminException {
    return convert(ask(AdminCommand.STATUS), new TypeReference<HostStatus>() {});
  }

  /** Its plugins. */
  public List<PluginStatus> plugins() throws AdminException {
    return convert(ask(AdminCommand.PLUGINS), new TypeReference<List<PluginStatus>>() {});
  }

  /** Its outputs. */
  public List<OutputStatus> outputs() throws AdminException {
    return convert(ask(AdminCommand.OUTPUTS), new TypeReference<List<OutputStatus>>() {});
  }

  /** Has it send a test alert to one output. */
  public OutputTest testOutput(String output) throws AdminException {
    return convert(
        ask(Map.of("command", AdminCommand.OUTPUTS.word(), "test", output)),
        new TypeReference<OutputTest>() {});
  }

  /** A page of its stored alerts. */
  public AlertPage alerts(AlertSearch search) throws AdminException {
    return convert(
        ask(Map.of("command", AdminCommand.ALERTS.word(), "search", search)),
        new TypeReference<AlertPage>() {});
  }

  /** Tells it to load its rules again. */
  public ReloadReport reload() throws AdminException {
    return convert(ask(AdminCommand.RELOAD), new TypeReference<ReloadReport>() {});
  }

  /** The oldest of the alerts that its outputs refused. */
  public List<DeadLetterStatus> deadLetters(DeadLetterChoice which) throws AdminException {
    return convert(askOf("list", which), new TypeReference<List<DeadLetterStatus>>() {});
  }

  /** Tells it to deliver refused alerts again. */
  public DeadLetterChange retryDeadLetters(DeadLetterChoice which) throws AdminException {
    return convert(askOf("retry", which), new TypeReference<DeadLetterChange>() {});
  }

  /** Tells it to forget refused alerts. */
  public DeadLetterChange dropDeadLetters(DeadLetterChoice which) throws AdminException {
    return convert(askOf("drop", which), new TypeReference<DeadLetterChange>() {});
  }

  private JsonNode askOf(String action, DeadLetterChoice which) throws AdminException {
    return ask(
        Map.of(
            "command",
            AdminCommand.DEADLETTERS.word(),
            "action",
            action,
            "output",
            which.output(),
            "numbers",
            which.numbers()));
  }

  /**
   * The result of a command as it came.
   *
   * @throws AdminException if no host answers on that home, or it refuses
   */
  public JsonNode ask(AdminCommand command) throws AdminException {
    return ask(Map.of("command", command.word()));
  }

  private JsonNode ask(Map<String, Object> request) throws AdminException {
    Path socket = home.resolve(AdminSocket.FILE);
    UnixDomainSocketAddress address = AdminSocket.address(socket);
    String response;
    try (SocketChannel channel = SocketChannel.open(address)) {
      response = exchange(channel, AdminJson.MAPPER.writeValueAsString(request) + "\n");
    } catch (IOException e) {
      throw new AdminException(unreachable(socket, e), e);
    }
    JsonNode answer;
    try {
      answer = AdminJson.MAPPER.readTree(response);
    } catch (JacksonException e) {
      throw new AdminException("what answers on " + socket + " is no host of Eyrie", e);
    }
    if (!answer.path("ok").asBoolean(false)) {
      throw new AdminException(
          "the host refused: " + answer.path("error").path("message").asString("no reason given"),
          null);
    }
    return answer.path("result");
  }

  private String exchange(SocketChannel channel, String request) throws IOException {
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    channel.configureBlocking(false);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (line.size() <= AdminSocket.LONGEST_RESPONSE) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException("no answer within " + PATIENCE.toSeconds() + " seconds");
        }
        selector.select(left);
        selector.selectedKeys().clear();
        int read = channel.read(buffer.clear());
        if (read < 0) {
          throw new IOException("the host closed the connection");
        }
        line.write(buffer.array(), 0, read);
        if (read > 0 && buffer.array()[read - 1] == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("the answer is too long");
  }

  private String unreachable(Path socket, IOException e) {
    if (!Files.isDirectory(home)) {
      return "no host runs on "
          + home
          + ": there is no such folder; start one with 'eyrie run', or name its home with --home";
    }
    if (!Files.isExecutable(home)) {
      return home
          + " can't be entered by user "
          + System.getProperty("user.name")
          + ": ask as the user that the host runs as";
    }
    if (!Files.exists(socket)) {
      return "no host runs on "
          + home
          + ": there is no "
          + socket.getFileName()
          + " in it; start one with 'eyrie run', or name its home with --home";
    }
    if (!Files.isWritable(socket)) {
      return socket
          + " can't be opened by user "
          + System.getProperty("user.name")
          + ": ask as the user that the host runs as";
    }
    String reason = String.valueOf(e.getMessage());
    return reason.contains("refused")
        ? "no host runs on "
            + home
            + " any more: the last one left its socket behind; start one with 'eyrie run'"
        : "the host on " + home + " does not answer: " + reason;
  }

  private static <T> T convert(JsonNode result, TypeReference<T> type) throws AdminException {
    try {
      return AdminJson.MAPPER.convertValue(result, type);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new AdminException(
          "the host answers in a form that this eyrie does not know; use the eyrie it was started by",
          e);
    }
  }
}
