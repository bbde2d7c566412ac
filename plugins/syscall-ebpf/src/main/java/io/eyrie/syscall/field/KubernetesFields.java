// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.field.ContainerFields.OfFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of the pod that the event's thread is in: {@code k8s.*}. */
final class KubernetesFields {

  private static final String GONE =
      "It never has a value; names of workloads are not known on the node.";
  private static final int SHORT = 12;

  private KubernetesFields() {}

  static List<FieldRow> rows() {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(pod("k8s.ns.name", "Namespace of the pod.", true, Pod::namespace));
    rows.add(pod("k8s.pod.name", "Name of the pod.", true, Pod::name));
    rows.add(pod("k8s.pod.id", "Uid of the pod, the same as k8s.pod.uid.", false, Pod::uid));
    rows.add(pod("k8s.pod.uid", "Uid of the pod.", false, Pod::uid));
    rows.add(
        pod(
            "k8s.pod.sandbox_id",
            "First 12 digits of the id of the pod's sandbox.",
            false,
            pod -> pod.sandboxId().substring(0, Math.min(SHORT, pod.sandboxId().length()))));
    rows.add(
        pod("k8s.pod.full_sandbox_id", "Id of the pod's sandbox, whole.", false, Pod::sandboxId));
    rows.add(
        FieldRow.withArgument(
            ContainerFields.late("k8s.pod.label", "A label of the pod, by its key.")
                .withArgument(Argument.REQUIRED_KEY),
            key -> reader(pod -> pod.labels().get(String.valueOf(key)))));
    rows.add(
        pod(
            "k8s.pod.labels",
            "All labels of the pod, key:value each.",
            false,
            pod -> ContainerFields.labels(pod.labels())));
    rows.add(
        FieldRow.made(
            ContainerFields.late("k8s.pod.ip", "Address of the pod."),
            () -> new OfFacts(null, ContainerFields::ip)));
    rows.add(
        FieldRow.made(
            ContainerFields.late("k8s.pod.cni.json", "What the network plugins answered, JSON."),
            () -> new OfFacts(null, ContainerFields::cni)));
    gone(rows, "k8s.rc", "replication controller", true);
    gone(rows, "k8s.svc", "service", true);
    gone(rows, "k8s.rs", "replica set", true);
    gone(rows, "k8s.deployment", "deployment", true);
    gone(rows, "k8s.ns", "namespace", false);
    return List.copyOf(rows);
  }

  private static FieldRow pod(
      String name, String description, boolean suggested, Function<Pod, @Nullable String> text) {
    Field field = ContainerFields.late(name, description);
    return FieldRow.made(suggested ? field.asSuggested() : field, () -> reader(text));
  }

  private static OfFacts reader(Function<Pod, @Nullable String> text) {
    Function<ContainerFacts, @Nullable String> ofPod =
        facts -> {
          Pod pod = facts.pod();
          return pod == null ? null : text.apply(pod);
        };
    return new OfFacts(null, ofPod);
  }

  /** Kept for rules that name them; they never have a value. */
  private static void gone(List<FieldRow> rows, String prefix, String what, boolean named) {
    if (named) {
      rows.add(gone(prefix + ".name", "Name of the pod's " + what + ".", Argument.NONE));
    }
    rows.add(gone(prefix + ".id", "Id of the pod's " + what + ".", Argument.NONE));
    rows.add(gone(prefix + ".label", "A label of the pod's " + what + ".", Argument.REQUIRED_KEY));
    rows.add(gone(prefix + ".labels", "All labels of the pod's " + what + ".", Argument.NONE));
  }

  private static FieldRow gone(String name, String description, Argument argument) {
    return FieldRow.of(
        ContainerFields.text(name, description).withArgument(argument).asDeprecated(GONE),
        (_, _) -> {});
  }
}
