// SPDX-License-Identifier: Apache-2.0

/**
 * Records that are asked for, page by page, of a service with an HTTP interface.
 *
 * <p>A page's {@code Link} header says where the next one is; that is the cursor, and it is stored
 * together with the alerts of the page. Where a page has no successor yet, it is asked for again,
 * and the records that it had before are left out.
 *
 * <p>When the service says that it is asked too often, nothing is asked until the time that it
 * names ({@code Retry-After}, or the reset of its rate limit by its own clock). When it fails,
 * pauses grow, each with some jitter so that many instances don't come back at once.
 */
@NullMarked
package io.eyrie.jsonlog.poll;

import org.jspecify.annotations.NullMarked;
