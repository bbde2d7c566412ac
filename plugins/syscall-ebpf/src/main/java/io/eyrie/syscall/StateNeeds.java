// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.source.Demand;
import java.util.List;

/** Says what the state must know for the fields that rules ask for. */
final class StateNeeds {

  /** Families of fields that tell of processes alone. */
  private static final List<String> WITHOUT_DESCRIPTORS =
      List.of(
          "proc.",
          "thread.",
          "user.",
          "group.",
          "container.",
          "k8s.",
          "evt.type",
          "evt.time",
          "evt.num",
          "evt.res",
          "evt.rawtime",
          "evt.datetime",
          "evt.dir",
          "evt.cpu");

  /** Of these families what needs descriptors all the same. */
  private static final List<String> WITH_DESCRIPTORS = List.of("proc.std", "proc.fd", "thread.fd");

  /** Fields that name users and groups, those of events where one is a parameter. */
  private static final List<String> WITH_ACCOUNTS =
      List.of(
          "user.name",
          "user.homedir",
          "user.shell",
          "user.loginname",
          "group.name",
          "evt.arg",
          "evt.info");

  private StateNeeds() {}

  /** Whether a demanded field needs descriptors. */
  static boolean descriptors(Demand demand) {
    return demand.fields().stream()
        .map(request -> request.field().name())
        .anyMatch(name -> begins(name, WITH_DESCRIPTORS) || !begins(name, WITHOUT_DESCRIPTORS));
  }

  /** Whether a demanded field needs the environment of processes. */
  static boolean environment(Demand demand) {
    return demand.fields().stream()
        .map(request -> request.field().name())
        .anyMatch(name -> name.contains("env") || begins(name, List.of("evt.arg", "evt.rawarg")));
  }

  /** Whether a demanded field may need names of users or groups. */
  static boolean accounts(Demand demand) {
    return demand.fields().stream()
        .map(request -> request.field().name())
        .anyMatch(name -> begins(name, WITH_ACCOUNTS));
  }

  private static boolean begins(String name, List<String> beginnings) {
    return beginnings.stream().anyMatch(name::startsWith);
  }
}
