// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

/** What runs a container, as {@code container.type} names it. */
public enum EngineType {
  /** No container. */
  HOST("host"),
  /** Docker. */
  DOCKER("docker"),
  /** Podman. */
  PODMAN("podman"),
  /** CRI-O. */
  CRIO("cri-o"),
  /** containerd, with or without Kubernetes. */
  CONTAINERD("containerd"),
  /** Another runtime of Kubernetes. */
  CRI("cri"),
  /** LXC. */
  LXC("lxc"),
  /** LXC by libvirt. */
  LIBVIRT_LXC("libvirt_lxc"),
  /** BPM of Cloud Foundry. */
  BPM("bpm"),
  /** The cgroups have a container's id and no engine's mark. */
  UNKNOWN("");

  private final String label;

  EngineType(String label) {
    this.label = label;
  }

  /** The name in rules; empty when unknown. */
  public String label() {
    return label;
  }
}
