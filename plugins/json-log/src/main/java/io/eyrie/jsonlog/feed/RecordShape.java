// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import io.eyrie.jsonlog.projection.JsonPath;
import java.util.List;

/**
 * What the records of a source have in common.
 *
 * @param times where a record may have its time, in the order in which they are tried
 * @param embedded where the real record may stand within an envelope: as an object, or as a text
 *     that holds JSON
 * @param identity what together tells a record from all others, wherever it is read; the first of
 *     them must be there, else the record's own bytes tell it
 * @param wrappers keys of an object around the records whose array holds them
 * @param timeless whether a record without a time is an event all the same, at the time at which it
 *     was received, or its file was written
 */
public record RecordShape(
    List<JsonPath> times,
    List<JsonPath> embedded,
    List<JsonPath> identity,
    List<String> wrappers,
    boolean timeless) {

  /** Keeps copies. */
  public RecordShape {
    times = List.copyOf(times);
    embedded = List.copyOf(embedded);
    identity = List.copyOf(identity);
    wrappers = List.copyOf(wrappers);
  }
}
