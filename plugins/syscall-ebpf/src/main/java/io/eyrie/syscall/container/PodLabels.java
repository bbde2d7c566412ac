// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Pod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels that the kubelet gives to every container of a pod. */
final class PodLabels {

  static final String NAME = "io.kubernetes.pod.name";
  static final String NAMESPACE = "io.kubernetes.pod.namespace";
  static final String UID = "io.kubernetes.pod.uid";
  static final String SANDBOX = "io.kubernetes.sandbox.id";

  private PodLabels() {}

  /** The pod that the labels tell of, without labels and address of its own, or null. */
  static @Nullable Pod pod(Map<String, String> labels) {
    String name = labels.getOrDefault(NAME, "");
    return name.isEmpty()
        ? null
        : new Pod(
            name,
            labels.getOrDefault(NAMESPACE, ""),
            labels.getOrDefault(UID, ""),
            labels.getOrDefault(SANDBOX, ""),
            Map.of(),
            "",
            "");
  }
}
