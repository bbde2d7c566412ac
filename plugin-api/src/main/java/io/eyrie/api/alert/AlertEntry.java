// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One step of a reader through the alert log: an alert, or word that alerts are missing here.
 *
 * <p>Exactly one of {@link #alert()} and {@link #gap()} is there. Immutable and safe to share
 * between threads.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface AlertEntry {

  /**
   * An opaque text by which reading can be resumed behind this entry, also after a restart of the
   * host. At most 128 characters of printable ASCII.
   */
  String token();

  /** The alert, or null when this is a gap. */
  @Nullable Alert alert();

  /** The gap, or null when this is an alert. */
  @Nullable Gap gap();

  /** Alerts that the reader will not get, told in their place. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  @ProviderType
  interface Gap {

    /** How many alerts are missing; -1 when that is not known. */
    long count();

    /** The time of the first one missing, nanoseconds since the epoch; 0 when not known. */
    long fromNanos();

    /** The time of the last one missing; 0 when not known. */
    long toNanos();

    /** Why, for people: the retention passed, the token is of another store. */
    String reason();
  }
}
