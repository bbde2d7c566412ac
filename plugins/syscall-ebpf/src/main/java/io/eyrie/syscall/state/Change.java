// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;

/** Changes the state by what an event of a known thread tells. */
@FunctionalInterface
interface Change {

  /** Nothing changes. */
  Change NOTHING = (event, thread) -> {};

  /** Applies it. */
  void apply(Event event, ThreadEntry thread);
}
