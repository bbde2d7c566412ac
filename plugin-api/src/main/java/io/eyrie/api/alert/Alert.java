// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An alert as it stands in the alert log: what one rule said of one event, or the host of itself.
 *
 * <p>Immutable and safe to share between threads.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ProviderType
public interface Alert {

  /**
   * The identity, 32 hexadecimal digits: the same each time the same event of an at-least-once
   * source raises it, and never used for another. Receivers that may get an alert twice tell it by
   * this.
   */
  String id();

  /** When the event happened, nanoseconds since the epoch. */
  long timeNanos();

  /** The name of the rule. */
  String rule();

  /** The priority of the rule. */
  Priority priority();

  /** The event source, or {@code internal} for the host's own alerts. */
  String source();

  /** The configured name of the source instance; empty for the host's own alerts. */
  String instance();

  /** The tags of the rule, sorted. */
  List<String> tags();

  /** The name of the machine that raised it. */
  String hostname();

  /** The rule's output with the values of its fields filled in. */
  String message();

  /** The line for people: time, priority and {@link #message()}. */
  String output();

  /**
   * The fields of the output by name, in the order in which the output names them. A value is a
   * {@code Long}, a {@code Double}, a {@code Boolean}, a {@code String}, a {@code BigInteger} (an
   * unsigned number that needs 64 bits), a {@code List} of these, or null where the event had none.
   */
  Map<String, @Nullable Object> fields();

  /** The revision of the rules that raised it, for {@code eyrie status} to tell them apart. */
  String revision();

  /** The whole alert as one line of JSON with its keys sorted. */
  String json();
}
