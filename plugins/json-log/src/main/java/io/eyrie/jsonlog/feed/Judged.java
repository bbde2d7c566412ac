// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

/**
 * What came of the records of a request or a page.
 *
 * @param events how many were judged
 * @param malformed how many were no events
 */
public record Judged(int events, int malformed) {}
