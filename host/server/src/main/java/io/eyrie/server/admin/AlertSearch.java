// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;
import java.util.Map;

/**
 * Which stored alerts are wanted, a page at a time.
 *
 * @param priority the least severe priority; empty for any
 * @param rules patterns for names of rules
 * @param sources event sources
 * @param tags all of which an alert has
 * @param fromNanos the first moment wanted, nanoseconds since the epoch
 * @param toNanos the first moment not wanted any more
 * @param fields patterns for values of fields, by name
 * @param text what occurs in the alert; empty for anything
 * @param newestFirst the order
 * @param most how many on the page, 1 to 10,000
 * @param after where the page before ended; empty for the first page
 */
public record AlertSearch(
    String priority,
    List<String> rules,
    List<String> sources,
    List<String> tags,
    long fromNanos,
    long toNanos,
    Map<String, String> fields,
    String text,
    boolean newestFirst,
    int most,
    String after) {

  /** Copies the collections. */
  public AlertSearch {
    rules = List.copyOf(rules);
    sources = List.copyOf(sources);
    tags = List.copyOf(tags);
    fields = Map.copyOf(fields);
  }

  /** The same for another page. */
  public AlertSearch page(int count, String behind) {
    return new AlertSearch(
        priority,
        rules,
        sources,
        tags,
        fromNanos,
        toNanos,
        fields,
        text,
        newestFirst,
        count,
        behind);
  }
}
