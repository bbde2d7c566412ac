// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.state.UserFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The fields of the user and the group that the event's thread runs as. */
final class UserFields {

  private static final long NOBODY = 0xffff_ffffL;
  private static final byte[] UNKNOWN = "<NA>".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT = "root".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT_HOME = "/root".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  /** What is known of root where no table names it, on the host and in containers. */
  private static final UserFacts KNOWN_ROOT = new UserFacts(0, 0, ROOT, ROOT_HOME, NOTHING);

  private static final UserFacts NO_USER = new UserFacts(NOBODY, NOBODY, UNKNOWN, UNKNOWN, UNKNOWN);

  private UserFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            Field.of("user.uid", FieldType.UINT64, "Id of the user that the thread runs as.")
                .asSuggested(),
            OfThread.own((thread, into) -> into.set(thread.uid()))),
        FieldRow.of(
            ProcessFields.text(
                    "user.name", "Name of the user that the thread runs as, <NA> when it has none.")
                .asSuggested(),
            (current, into) -> user(current, into, Column.NAME)),
        FieldRow.of(
            ProcessFields.text("user.homedir", "Home directory of the user."),
            (current, into) -> user(current, into, Column.HOME)),
        FieldRow.of(
            ProcessFields.text("user.shell", "Login shell of the user."),
            (current, into) -> user(current, into, Column.SHELL)),
        FieldRow.of(
            ProcessFields.number(
                "user.loginuid", "Id of the user that logged in, -1 when nobody did."),
            OfThread.own(
                (thread, into) -> into.set(thread.loginUid() == NOBODY ? -1 : thread.loginUid()))),
        FieldRow.of(
            ProcessFields.text("user.loginname", "Name of the user that logged in."),
            UserFields::loginName),
        FieldRow.of(
            Field.of("group.gid", FieldType.UINT64, "Id of the group that the thread runs as."),
            OfThread.own((thread, into) -> into.set(thread.gid()))),
        FieldRow.of(
            ProcessFields.text(
                "group.name", "Name of the group that the thread runs as, <NA> when it has none."),
            UserFields::groupName));
  }

  private static void user(CurrentEvent current, Value into, Column column) {
    ThreadEntry thread = current.thread();
    if (thread == null) {
      return;
    }
    UserFacts user = known(current, thread.uid());
    Values.set(
        into,
        switch (column) {
          case NAME -> user.name();
          case HOME -> user.home();
          case SHELL -> user.shell();
        });
  }

  private static void loginName(CurrentEvent current, Value into) {
    ThreadEntry thread = current.thread();
    if (thread != null) {
      Values.set(into, known(current, thread.loginUid()).name());
    }
  }

  private static UserFacts known(CurrentEvent current, long uid) {
    UserFacts user = current.state().accounts().user(current.thread(), uid);
    if (user != null) {
      return user;
    }
    return uid == 0 ? KNOWN_ROOT : NO_USER;
  }

  private static void groupName(CurrentEvent current, Value into) {
    ThreadEntry thread = current.thread();
    if (thread == null) {
      return;
    }
    GroupFacts group = current.state().accounts().group(thread, thread.gid());
    Values.set(into, group != null ? group.name() : thread.gid() == 0 ? ROOT : UNKNOWN);
  }

  private enum Column {
    NAME,
    HOME,
    SHELL
  }
}
