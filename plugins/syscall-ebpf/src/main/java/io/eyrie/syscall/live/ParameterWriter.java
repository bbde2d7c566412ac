// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;

/** Adds one parameter to an event, from what a record tells. */
@FunctionalInterface
interface ParameterWriter {

  /** Adds exactly one parameter. */
  void write(LiveRecord record, Event event);
}
