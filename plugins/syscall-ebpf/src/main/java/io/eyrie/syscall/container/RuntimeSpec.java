// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the configuration that OCI runtimes are given. */
final class RuntimeSpec {

  /** What every container has mounted by itself. */
  private static final Set<String> OF_THE_KERNEL =
      Set.of("proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "tmpfs", "devtmpfs");

  private static final Set<String> PROPAGATIONS =
      Set.of(
          "private",
          "rprivate",
          "slave",
          "rslave",
          "shared",
          "rshared",
          "unbindable",
          "runbindable");

  private final Json spec;

  RuntimeSpec(Json spec) {
    this.spec = spec;
  }

  /** Whether there is one. */
  boolean present() {
    return spec.get("linux").present();
  }

  /** What of the host is mounted. */
  List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    for (Json mount : spec.get("mounts").items()) {
      if (OF_THE_KERNEL.contains(mount.get("type").text())) {
        continue;
      }
      boolean writable = true;
      String propagation = "";
      for (Json option : mount.get("options").items()) {
        String text = option.text();
        writable &= !text.equals("ro") && !text.equals("rro");
        propagation = PROPAGATIONS.contains(text) ? text : propagation;
      }
      mounts.add(
          new Mount(
              mount.get("source").text(),
              mount.get("destination").text(),
              "",
              writable,
              propagation));
    }
    return List.copyOf(mounts);
  }

  /** What is not a namespace of its own is the host's. */
  Sharing sharing() {
    boolean pid = true;
    boolean network = true;
    boolean ipc = true;
    for (Json namespace : spec.get("linux").get("namespaces").items()) {
      switch (namespace.get("type").text()) {
        case "pid" -> pid = false;
        case "network" -> network = false;
        case "ipc" -> ipc = false;
        default -> {}
      }
    }
    return new Sharing(pid, network, ipc);
  }

  /** The word is not in the specification: all capabilities and nothing of the kernel masked. */
  boolean privileged() {
    boolean mighty =
        spec.get("process").get("capabilities").get("bounding").items().stream()
            .anyMatch(capability -> capability.text().equals("CAP_SYS_ADMIN"));
    return mighty
        && spec.get("linux").get("maskedPaths").items().isEmpty()
        && spec.get("linux").get("readonlyPaths").items().isEmpty()
        && !spec.get("linux").get("seccomp").present();
  }
}
