// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;

/** What a receiver answered. Immutable. */
public final class Answer {

  private final Receiver receiver;
  private final int status;
  private final byte[] body;
  private final Optional<Duration> retryAfter;
  private final String location;

  /**
   * An answer.
   *
   * @param location where it redirects to, without path; empty when it does not
   */
  Answer(
      Receiver receiver, int status, byte[] body, Optional<Duration> retryAfter, String location) {
    this.receiver = receiver;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
    this.location = location;
  }

  /** The same answer with the part of its body that is for people. */
  public Answer saying(String text) {
    return new Answer(receiver, status, text.getBytes(UTF_8), retryAfter, location);
  }

  /** Whether it took what it was sent. */
  public boolean taken() {
    return status >= 200 && status < 300;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The body, at most some megabytes of it. */
  public byte[] bytes() {
    return body.clone();
  }

  /** The body as text. */
  public String body() {
    return new String(body, UTF_8);
  }

  /** How long the receiver wants to be left alone, if it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  Receiver receiver() {
    return receiver;
  }

  String location() {
    return location;
  }
}
