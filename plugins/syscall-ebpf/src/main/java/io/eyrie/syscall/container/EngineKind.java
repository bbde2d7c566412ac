// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.util.List;

/** The interfaces by which engines are asked. */
public enum EngineKind {
  /** The API of the Docker Engine. */
  DOCKER("docker", "Docker", new DockerEngine(), "/var/run/docker.sock"),
  /** Podman's own API. */
  PODMAN(
      "podman",
      "Podman",
      new PodmanEngine(),
      "/run/podman/podman.sock",
      "/run/user/*/podman/podman.sock"),
  /** The interface between Kubernetes and its runtimes. */
  CRI(
      "cri",
      "the runtime of Kubernetes",
      new CriEngine(),
      "/run/containerd/containerd.sock",
      "/run/crio/crio.sock",
      "/run/k3s/containerd/containerd.sock",
      "/run/host-containerd/containerd.sock"),
  /** The API of containerd itself. */
  CONTAINERD(
      "containerd",
      "containerd",
      new ContainerdEngine(),
      "/run/host-containerd/containerd.sock",
      "/run/containerd/containerd.sock");

  private final String key;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // the engines have no state
  private final ContainerEngine engine;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> sockets;

  EngineKind(String key, String title, ContainerEngine engine, String... sockets) {
    this.key = key;
    this.title = title;
    this.engine = engine;
    this.sockets = List.of(sockets);
  }

  /** Its name in the configuration. */
  public String key() {
    return key;
  }

  /** Its name in messages. */
  String title() {
    return title;
  }

  /** Who asks it. */
  ContainerEngine engine() {
    return engine;
  }

  /** Where it listens unless told otherwise. */
  List<String> sockets() {
    return sockets;
  }

  /** Whom to ask for a container, the likeliest first. */
  static List<EngineKind> order(EngineType type) {
    return switch (type) {
      case DOCKER -> List.of(DOCKER);
      case PODMAN -> List.of(PODMAN);
      case CRIO -> List.of(CRI);
      case CONTAINERD, CRI -> List.of(CRI, CONTAINERD, DOCKER);
      case UNKNOWN -> List.of(DOCKER, PODMAN, CRI, CONTAINERD);
      case HOST, LXC, LIBVIRT_LXC, BPM -> List.of();
    };
  }
}
