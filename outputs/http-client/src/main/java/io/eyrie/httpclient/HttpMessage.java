// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/** One request; the sender adds the headers and the packing that the operator configured. */
public final class HttpMessage {

  private final String method;
  private final Receiver receiver;
  private final Map<String, String> headers;
  private final byte[] body;

  private HttpMessage(String method, Receiver receiver, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.receiver = receiver;
    this.headers = headers;
    this.body = body;
  }

  /** A POST of a text as UTF-8. */
  public static HttpMessage post(Receiver receiver, String contentType, String body) {
    return of("POST", receiver, contentType, body.getBytes(UTF_8));
  }

  /** A PUT of a text as UTF-8. */
  public static HttpMessage put(Receiver receiver, String contentType, String body) {
    return of("PUT", receiver, contentType, body.getBytes(UTF_8));
  }

  /** A request with a body, whose bytes are not copied. */
  public static HttpMessage of(String method, Receiver receiver, String contentType, byte[] body) {
    return new HttpMessage(method, receiver, Map.of("Content-Type", contentType), body);
  }

  /** A request without a body. */
  public static HttpMessage get(Receiver receiver) {
    return new HttpMessage("GET", receiver, Map.of(), new byte[0]);
  }

  /** The same with one more header. */
  public HttpMessage with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpMessage(method, receiver, more, body);
  }

  String method() {
    return method;
  }

  Receiver receiver() {
    return receiver;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
