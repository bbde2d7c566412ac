// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.container.ContainerRef;
import org.jspecify.annotations.Nullable;

/** The users and groups of the host and of containers, as each names them itself. One thread. */
public interface Accounts {

  /**
   * A user by its number, as the system names it that the thread runs in.
   *
   * @param thread null for the host
   * @return null when that system names none, or isn't known
   */
  @Nullable UserFacts user(@Nullable ThreadEntry thread, long uid);

  /** A group by its number, likewise. */
  @Nullable GroupFacts group(@Nullable ThreadEntry thread, long gid);

  /** Tells all of the host. */
  void tell(FactSink into);

  /** Tells all that are known of containers. */
  void tell(OfContainers into);

  /** Takes what is known of containers. */
  interface OfContainers {

    /** A user of a container. */
    void user(ContainerRef container, UserFacts user);

    /** A group of a container. */
    void group(ContainerRef container, GroupFacts group);
  }
}
