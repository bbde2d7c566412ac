// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why a call to AWS failed.
 *
 * @param problem for the operator: what, why and what to do
 * @param pause how long the service wants to be left alone, where it said so
 */
public record Failure(Kind kind, String problem, Optional<Duration> pause) {

  /** No longer than this, whatever the service says. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Set<String> CREDENTIALS =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSecurity",
          "InvalidToken",
          "MissingAuthenticationToken",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired",
          "UnrecognizedClientException");
  private static final Set<String> CLOCK =
      Set.of("RequestTimeTooSkewed", "RequestInTheFuture", "InvalidSignatureException");
  private static final Set<String> NO_QUEUE =
      Set.of(
          "QueueDoesNotExist",
          "AWS.SimpleQueueService.NonExistentQueue",
          "QueueDoesNotExistException");

  /** What a failure is, to the one who decides whether to try again. */
  public enum Kind {
    /** There is no such object. */
    GONE,
    /** The object is in an archive and must be restored before anybody can read it. */
    ARCHIVED,
    /** These credentials may not do this. */
    DENIED,
    /** The service asks for fewer calls. */
    THROTTLED,
    /** Everything else, which may pass: credentials, the network, the service, what is missing. */
    OTHER
  }

  /**
   * Says what is behind an exception of the SDK's.
   *
   * @param what that was asked for, such as {@code s3://bucket/key}
   * @param right that the call needs, such as {@code s3:GetObject}
   */
  public static Failure of(SdkException e, String what, String right) {
    if (!(e instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
      return of(e, what);
    }
    String code = String.valueOf(answer.awsErrorDetails().errorCode());
    int status = answer.statusCode();
    String told = " (" + code + ")";
    if (answer.isThrottlingException() || status == 429 || status == 503) {
      return new Failure(Kind.THROTTLED, what + " is asked too often" + told, pause(answer));
    }
    if (code.equals("NoSuchBucket")) {
      return other(what + ": there is no such bucket" + told + "; correct its name", answer);
    }
    if (NO_QUEUE.contains(code)) {
      return other(
          what + ": there is no such queue" + told + "; correct its name or region", answer);
    }
    if (code.equals("NoSuchKey") || code.equals("NoSuchVersion")) {
      return new Failure(Kind.GONE, what + " is not there any more" + told, Optional.empty());
    }
    if (code.equals("InvalidObjectState")) {
      return new Failure(
          Kind.ARCHIVED, what + " is archived and would have to be restored", Optional.empty());
    }
    if (CLOCK.contains(code)) {
      return other(what + ": this machine's clock differs from AWS's" + told + "; set it", answer);
    }
    if (CREDENTIALS.contains(code)) {
      return other(
          what + ": the credentials are refused" + told + ": give ones that are valid", answer);
    }
    if (status == 403 || code.startsWith("AccessDenied") || code.startsWith("KMS.")) {
      return new Failure(
          Kind.DENIED,
          what + " is not allowed" + told + ": the credentials need " + right,
          pause(answer));
    }
    return other(what + ": AWS answers " + status + told, answer);
  }

  private static Failure of(SdkException e, String what) {
    String reason = String.valueOf(e.getMessage());
    if (reason.toLowerCase(Locale.ROOT).contains("unable to load credentials")) {
      return new Failure(
          Kind.OTHER,
          what
              + ": there are no credentials: give aws.profile, the environment's AWS_ACCESS_KEY_ID,"
              + " or this machine a role",
          Optional.empty());
    }
    Throwable cause = e;
    while (cause.getCause() != null && !cause.getCause().equals(cause)) {
      cause = cause.getCause();
    }
    return new Failure(
        Kind.OTHER,
        what + " can't be read: " + String.valueOf(cause.getMessage()),
        Optional.empty());
  }

  private static Failure other(String problem, AwsServiceException answer) {
    return new Failure(Kind.OTHER, problem, pause(answer));
  }

  /** What {@code Retry-After} says, in seconds; AWS has no dates there. */
  private static Optional<Duration> pause(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails().sdkHttpResponse())
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(pause -> pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }
}
