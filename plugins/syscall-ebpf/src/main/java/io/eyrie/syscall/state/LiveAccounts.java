// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import org.jspecify.annotations.Nullable;

/** The users and groups of the running system: the host's, and in a container the container's. */
final class LiveAccounts implements Accounts {

  private final HostAccounts host;
  private final ContainerAccounts containers;

  LiveAccounts(HostAccounts host, ContainerAccounts containers) {
    this.host = host;
    this.containers = containers;
  }

  @Override
  public @Nullable UserFacts user(@Nullable ThreadEntry thread, long uid) {
    return of(thread).user(uid);
  }

  @Override
  public @Nullable GroupFacts group(@Nullable ThreadEntry thread, long gid) {
    return of(thread).group(gid);
  }

  private AccountTables of(@Nullable ThreadEntry thread) {
    AccountTables own =
        thread == null || thread.image().container().host() ? null : containers.of(thread);
    return own == null ? host.tables() : own;
  }

  @Override
  public void tell(FactSink into) {
    host.tables().each(into::user, into::group);
  }

  @Override
  public void tell(OfContainers into) {
    containers.tell(into);
  }

  /** Those of containers. */
  ContainerAccounts containers() {
    return containers;
  }
}
