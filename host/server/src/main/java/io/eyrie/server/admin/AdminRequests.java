// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import io.eyrie.engine.diag.Suggestions;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns one request line into one response line, whatever the request is. */
final class AdminRequests {

  private static final Logger LOG = LoggerFactory.getLogger(AdminRequests.class);
  private static final int DEAD_LETTERS = 1_000;
  private static final List<String> OUTPUT_KEYS = List.of("command", "test");
  private static final List<String> ALERT_KEYS = List.of("command", "search");
  private static final List<String> DEAD_LETTER_KEYS =
      List.of("command", "action", "output", "numbers");

  private final Administration host;

  AdminRequests(Administration host) {
    this.host = host;
  }

  /** The response with its line end. */
  String answer(String line) {
    JsonNode request;
    try {
      request = AdminJson.MAPPER.readTree(line);
    } catch (JacksonException e) {
      return failure("admin.no_json", "the request is no JSON: " + e.getOriginalMessage());
    }
    if (request == null || !request.isObject() || !request.path("command").isString()) {
      return failure("admin.no_command", "a request is an object such as {\"command\":\"status\"}");
    }
    String word = request.path("command").asString();
    List<String> known =
        switch (word) {
          case "deadletters" -> DEAD_LETTER_KEYS;
          case "outputs" -> OUTPUT_KEYS;
          case "alerts" -> ALERT_KEYS;
          default -> List.of("command");
        };
    List<String> unknown =
        request.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      return failure("admin.unknown_key", "unknown key '" + unknown.getFirst() + "'");
    }
    try {
      return switch (word) {
        case "status" -> success(host.status());
        case "plugins" -> success(host.plugins());
        case "outputs" ->
            request.path("test").isString()
                ? success(host.testOutput(request.path("test").asString()))
                : success(host.outputs());
        case "alerts" -> alerts(request.path("search"));
        case "reload" -> success(host.reload());
        case "deadletters" -> deadLetters(request);
        default ->
            failure(
                "admin.unknown_command",
                "unknown command '"
                    + word
                    + "'; "
                    + Suggestions.hint(
                        word, AdminCommand.words(), "there are " + AdminCommand.words()));
      };
    } catch (RuntimeException e) {
      LOG.error("the admin command '{}' failed", word, e);
      return failure(
          "admin.internal", "the command failed inside the host; its log has the details");
    }
  }

  private String alerts(JsonNode search) {
    try {
      return success(host.alerts(AdminJson.MAPPER.convertValue(search, AlertSearch.class)));
    } catch (IllegalArgumentException | NullPointerException | JacksonException e) {
      return failure("admin.wrong_value", "this is no search for alerts: " + e.getMessage());
    } catch (IllegalStateException e) {
      return failure("admin.store", String.valueOf(e.getMessage()));
    }
  }

  private String deadLetters(JsonNode request) {
    JsonNode output = request.path("output");
    JsonNode numbers = request.path("numbers");
    boolean wrong =
        !(output.isMissingNode() || output.isString())
            || !(numbers.isMissingNode() || numbers.isArray())
            || numbers.valueStream().anyMatch(number -> !number.canConvertToLong());
    if (wrong) {
      return failure(
          "admin.wrong_value", "'output' is a text, and 'numbers' is an array of whole numbers");
    }
    DeadLetterChoice which =
        new DeadLetterChoice(
            output.asString(""), numbers.valueStream().map(JsonNode::longValue).toList());
    String action = request.path("action").asString("list");
    return switch (action) {
      case "list" -> success(host.deadLetters(which, DEAD_LETTERS));
      case "retry" -> success(host.retryDeadLetters(which));
      case "drop" -> success(host.dropDeadLetters(which));
      default ->
          failure("admin.wrong_value", "unknown action '" + action + "': list, retry or drop");
    };
  }

  String failure(String code, String message) {
    return AdminJson.MAPPER.writeValueAsString(
            new Failure(false, new Failure.Details(code, message)))
        + "\n";
  }

  private static String success(Object result) {
    return AdminJson.MAPPER.writeValueAsString(Map.of("ok", true, "result", result)) + "\n";
  }

  private record Failure(boolean ok, Details error) {
    private record Details(String code, String message) {}
  }
}
