// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.UserFacts;

/** Reads the users and groups of the host, both versions of the list. */
final class UserList {

  private UserList() {}

  static void read(BlockBody body, boolean withLengths, FactSink into) throws CaptureException {
    while (body.left() >= 4) {
      if (withLengths) {
        body.entry(body.u32() - 4);
      }
      boolean user = body.u8() == 0;
      long id = body.u32();
      if (user) {
        long gid = body.u32();
        byte[] name = body.text();
        byte[] home = body.text();
        into.user(new UserFacts(id, gid, name, home, body.text()));
      } else {
        into.group(new GroupFacts(id, body.text()));
      }
      if (withLengths) {
        body.endEntry();
      }
    }
  }
}
