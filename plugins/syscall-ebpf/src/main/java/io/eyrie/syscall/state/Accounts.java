// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import org.jspecify.annotations.Nullable;

/** The users and groups of the host. One thread. */
public interface Accounts {

  /** A user, or null when there is none of that number. */
  @Nullable UserFacts user(long uid);

  /** A group, or null when there is none of that number. */
  @Nullable GroupFacts group(long gid);

  /** Tells all of them. */
  void tell(FactSink into);
}
