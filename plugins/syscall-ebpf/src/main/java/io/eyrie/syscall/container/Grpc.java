// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.rpc.GrpcAnswer;
import io.eyrie.syscall.rpc.ProtoReader;
import java.io.IOException;
import java.util.Map;

/** Takes single values out of messages, and says what a status means. */
final class Grpc {

  private Grpc() {}

  /** The bytes of a field, or none. */
  static byte[] bytes(ProtoReader message, int field) throws IOException {
    byte[] bytes = {};
    while (message.next()) {
      bytes = message.field() == field ? message.bytes() : bytes;
    }
    return bytes;
  }

  /** The text of a field, or the empty text. */
  static String text(ProtoReader message, int field) throws IOException {
    String text = "";
    while (message.next()) {
      text = message.field() == field ? message.text() : text;
    }
    return text;
  }

  /** Adds an entry of a map of texts. */
  static void entry(ProtoReader entry, Map<String, String> to) throws IOException {
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> key = entry.text();
        case 2 -> value = entry.text();
        default -> {}
      }
    }
    to.put(key, value);
  }

  /** What to throw for a status that is not success. */
  static IOException failure(GrpcAnswer answer) {
    return new IOException(
        "gRPC status "
            + answer.status()
            + (answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")"));
  }
}
