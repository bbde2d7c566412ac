// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.error;

import io.eyrie.api.stability.Api;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the host can name, count and, where it makes sense, try again.
 *
 * <p>The message is for the operator: what happened, where, and what to do. It holds no secret. The
 * host shows the message alone for {@link Kind#USER}, {@link Kind#RESOURCES} and {@link
 * Kind#EXTERNAL} and adds the stack trace to its log for {@link Kind#INTERNAL}. Any other exception
 * that leaves a plugin counts as {@link Kind#INTERNAL} and not worth a retry of the same call.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final Kind kind;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  /**
   * Makes a failure.
   *
   * @param kind who has to act
   * @param code a stable name for programs and counters, lower case with dots, such as {@code
   *     file.unreadable}
   * @param message what happened, where, and what to do
   * @param retryable whether the same call may succeed later without a change by anyone
   * @param cause what led to it, or null
   */
  public PluginException(
      Kind kind, String code, String message, boolean retryable, @Nullable Throwable cause) {
    this(kind, code, message, retryable, null, cause);
  }

  private PluginException(
      Kind kind,
      String code,
      String message,
      boolean retryable,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = Objects.requireNonNull(code, "code");
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** A failure that the operator mends: configuration, permissions, missing files. No retry. */
  public static PluginException user(String code, String message) {
    return new PluginException(Kind.USER, code, message, false, null);
  }

  /** A fault of the plugin itself. No retry. */
  public static PluginException internal(String code, String message, @Nullable Throwable cause) {
    return new PluginException(Kind.INTERNAL, code, message, false, cause);
  }

  /** A lack of memory, disk, descriptors or the like. Worth a retry. */
  public static PluginException resources(String code, String message, @Nullable Throwable cause) {
    return new PluginException(Kind.RESOURCES, code, message, true, cause);
  }

  /** A failure of a system that the plugin talks to. Worth a retry. */
  public static PluginException external(String code, String message, @Nullable Throwable cause) {
    return new PluginException(Kind.EXTERNAL, code, message, true, cause);
  }

  /**
   * The same failure, worth a retry that the other side wants no sooner than this, as the header
   * {@code Retry-After} of HTTP says.
   *
   * @param delay from now; a negative one counts as none
   */
  public PluginException retryAfter(Duration delay) {
    PluginException copy =
        new PluginException(
            kind,
            code,
            String.valueOf(getMessage()),
            true,
            delay.isNegative() ? Duration.ZERO : delay,
            getCause());
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** The stable name of this failure, such as {@code file.unreadable}. */
  public String code() {
    return code;
  }

  /** Who has to act. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later without a change by anyone. */
  public boolean retryable() {
    return retryable;
  }

  /** How long the other side wants to be left alone; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Who has to act on a failure. */
  public enum Kind {
    /** The operator: a wrong configuration, a missing permission or file. */
    USER,
    /** The author: a fault in the plugin. */
    INTERNAL,
    /** Nobody or the operator: memory, disk, descriptors or time ran out. */
    RESOURCES,
    /** Somebody else: a service that the plugin needs fails. */
    EXTERNAL
  }
}
