// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import java.util.ArrayList;
import java.util.List;

/** What Docker and Podman answer alike when they inspect a container. */
final class InspectAnswers {

  private static final String HOST = "host";

  private InspectAnswers() {}

  static List<Mount> mounts(Json container) {
    List<Mount> mounts = new ArrayList<>();
    for (Json mount : container.get("Mounts").items()) {
      mounts.add(
          new Mount(
              mount.get("Source").text(),
              mount.get("Destination").text(),
              mount.get("Mode").text(),
              mount.get("RW").truth(),
              mount.get("Propagation").text()));
    }
    return List.copyOf(mounts);
  }

  static Sharing sharing(Json hostConfig) {
    return new Sharing(
        hostConfig.get("PidMode").text().equals(HOST),
        hostConfig.get("NetworkMode").text().equals(HOST),
        hostConfig.get("IpcMode").text().equals(HOST));
  }

  /** The address of the default network, or else of the first that has one. */
  static String ip(Json settings) {
    String ip = settings.get("IPAddress").text();
    if (!ip.isEmpty()) {
      return ip;
    }
    for (Json network : settings.get("Networks").members().values()) {
      ip = network.get("IPAddress").text();
      if (!ip.isEmpty()) {
        return ip;
      }
    }
    return "";
  }
}
