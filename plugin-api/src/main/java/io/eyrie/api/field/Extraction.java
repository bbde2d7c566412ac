// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Gives the values of the fields that the loaded rules need, for the event that is being judged.
 *
 * <p>Made by the source when it is bound to a demand. The host calls {@link #extract} on the
 * source's worker thread while {@code EventSink.accept} runs, at most once per event and index, and
 * only for fields that a rule really comes to look at. Implementations allocate nothing for values
 * that they can give as slices of their own buffers.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
@FunctionalInterface
public interface Extraction {

  /**
   * Writes the value of a demanded field into the holder, or leaves it untouched when the current
   * event has no such value.
   *
   * @param index the field's position in the demand's {@code fields()}, from 0
   * @param into an absent holder to write to; slices given to it stay unchanged until {@code
   *     EventSink.accept} returns
   */
  void extract(int index, Value into);
}
