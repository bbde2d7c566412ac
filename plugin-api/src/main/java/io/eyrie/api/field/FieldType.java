// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;

/**
 * The type of a field's values: it decides which operators a condition may use and how a value is
 * written into the {@link Value} and printed.
 *
 * <p>More types may come; plugins only name them and never need to tell them all apart.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public enum FieldType {
  /** Text in UTF-8, such as a name or a path; {@link Value.Kind#BYTES}. */
  STRING,
  /** Raw bytes; {@link Value.Kind#BYTES}. */
  BYTES,
  /** Truth; {@link Value.Kind#NUMBER}, 0 or 1. */
  BOOL,
  /** A signed 64-bit number; {@link Value.Kind#NUMBER}. */
  INT64,
  /** An unsigned 64-bit number; {@link Value.Kind#NUMBER}, the same bits. */
  UINT64,
  /** A double; {@link Value.Kind#DECIMAL}. */
  DOUBLE,
  /** A point in time, nanoseconds since the epoch; {@link Value.Kind#NUMBER}. */
  ABSTIME,
  /** A span of time in nanoseconds; {@link Value.Kind#NUMBER}. */
  RELTIME,
  /** A TCP or UDP port, 0 to 65535; {@link Value.Kind#NUMBER}. */
  PORT,
  /** An address, 4 or 16 bytes in network order; {@link Value.Kind#BYTES}. */
  IP,
  /** An address that conditions compare with networks, written as {@link #IP}. */
  IPNET
}
