// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what services say in headers: the next page, and when to come again. */
final class Answers {

  /** No longer than this, whatever the service says. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** A link of RFC 8288 whose relation is {@code next}. */
  private static final Pattern NEXT =
      Pattern.compile("<([^<>]*)>\\s*(?:;[^,<]*)?;\\s*rel\\s*=\\s*\"?next\"?");

  private static final List<String> REMAINING =
      List.of("X-Rate-Limit-Remaining", "X-RateLimit-Remaining");
  private static final List<String> RESET = List.of("X-Rate-Limit-Reset", "X-RateLimit-Reset");

  private Answers() {}

  /** The address of the next page. */
  static Optional<URI> next(HttpHeaders headers, URI asked) {
    for (String link : headers.allValues("Link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.find()) {
        try {
          return Optional.of(asked.resolve(matcher.group(1)));
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** How long the service wants to be left alone; empty when it says nothing of it. */
  static Optional<Duration> pause(HttpHeaders headers, int status) {
    Instant now = date(headers).orElseGet(Instant::now);
    Optional<Duration> told =
        headers.firstValue("Retry-After").flatMap(text -> retryAfter(text, now));
    if (told.isEmpty() && (status == 429 || exhausted(headers))) {
      told =
          first(headers, RESET)
              .flatMap(Answers::number)
              .map(seconds -> Duration.between(now, Instant.ofEpochSecond(seconds)).plusSeconds(1));
    }
    return told.map(pause ->
        pause.isNegative() ? Duration.ZERO : pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  /** Whether the service will answer no further request before its limit is reset. */
  static boolean exhausted(HttpHeaders headers) {
    return first(headers, REMAINING).flatMap(Answers::number).filter(left -> left <= 0).isPresent();
  }

  private static Optional<Duration> retryAfter(String text, Instant now) {
    Optional<Long> seconds = number(text);
    return seconds.isPresent()
        ? seconds.map(Duration::ofSeconds)
        : time(text).map(then -> Duration.between(now, then));
  }

  /** What time it is by the service's clock; empty when it does not say. */
  static Optional<Instant> date(HttpHeaders headers) {
    return headers.firstValue("Date").flatMap(Answers::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> first(HttpHeaders headers, List<String> names) {
    return names.stream().flatMap(name -> headers.firstValue(name).stream()).findFirst();
  }

  private static Optional<Long> number(String text) {
    String digits = text.strip();
    return digits.length() <= 15 && digits.matches("\\d+")
        ? Optional.of(Long.parseLong(digits))
        : Optional.empty();
  }
}
