// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static io.eyrie.jsonlog.field.JsonField.bound;
import static io.eyrie.jsonlog.field.JsonField.computed;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The fields of pods and services that are to be made: containers, volumes, ports. */
final class PodFields {

  private PodFields() {}

  static List<JsonField> fields() {
    return Stream.of(
            pod(),
            containers("containers"),
            List.of(ports("containers")),
            containers("initContainers"),
            List.of(ports("initContainers")),
            containers("ephemeralContainers"),
            only("containers"),
            volumes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> pod() {
    return List.of(
        RequestObject.text(
            "ka.req.pod.host_ipc", "Whether the pod shares the host's IPC.", "/spec/hostIPC"),
        RequestObject.text(
            "ka.req.pod.host_network",
            "Whether the pod shares the host's network.",
            "/spec/hostNetwork"),
        RequestObject.deprecated(
            "ka.req.container.host_network", "ka.req.pod.host_network", "/spec/hostNetwork"),
        RequestObject.text(
            "ka.req.pod.host_pid", "Whether the pod shares the host's processes.", "/spec/hostPID"),
        RequestObject.text(
            "ka.req.pod.run_as_user", "User of the pod.", "/spec/securityContext/runAsUser"),
        RequestObject.text(
            "ka.req.pod.run_as_group", "Group of the pod.", "/spec/securityContext/runAsGroup"),
        RequestObject.text(
            "ka.req.pod.fs_group", "Group of the pod's volumes.", "/spec/securityContext/fsGroup"),
        RequestObject.texts(
            "ka.req.pod.supplemental_groups",
            "Further groups of the pod.",
            "/spec/securityContext/supplementalGroups/*"),
        RequestObject.text(
            "ka.req.service.type", "Type of a service, such as NodePort.", "/spec/type"),
        computed(
            string("ka.req.service.ports", "Ports of a service, all in one text, as JSON.")
                .asList()
                .withArgument(Argument.OPTIONAL_INDEX),
            (slots, at, into) -> {
              int slot = slots.present(at[0]) ? at[0] : at[1];
              if (slots.present(slot)) {
                slots.text(slot).addTo(into);
              }
            },
            RequestObject.below("/spec/ports")));
  }

  /** The fields of one of the kinds of containers, {@code containers} as well as the others. */
  private static List<JsonField> containers(String kind) {
    String name = "ka.req.pod." + kind + ".";
    String each = "/spec/" + kind + "/*";
    String security = each + "/securityContext/";
    return List.of(
        ByElement.field(
            name + "args",
            "Arguments, joined by blanks.",
            ByElement::joined,
            each,
            each + "/args/*"),
        ByElement.field(
            name + "command",
            "Command, joined by blanks.",
            ByElement::joined,
            each,
            each + "/command/*"),
        ByElement.field(name + "name", "Name.", ByElement::values, each, each + "/name"),
        ByElement.field(
            name + "image",
            "Image; absent if one of them has none.",
            ByElement::demanded,
            each,
            each + "/image"),
        ByElement.field(
            name + "image.repository",
            "Image up to its first colon or at sign.",
            ByElement::repository,
            each,
            each + "/image"),
        ByElement.field(
            name + "privileged",
            "Whether it is privileged.",
            ByElement::values,
            each,
            security + "privileged"),
        ByElement.field(
            name + "allow_privilege_escalation",
            "Whether it may gain privileges.",
            ByElement::values,
            each,
            security + "allowPrivilegeEscalation"),
        ByElement.field(
            name + "read_only_fs",
            "Whether its root file system is read-only.",
            ByElement::values,
            each,
            security + "readOnlyRootFilesystem"),
        ByElement.field(
            name + "run_as_user", "Its user.", ByElement::values, each, security + "runAsUser"),
        ByElement.field(
            name + "eff_run_as_user",
            "Its user, else the pod's, else 0.",
            ByElement::effective,
            each,
            security + "runAsUser",
            "/spec/securityContext/runAsUser"),
        ByElement.field(
            name + "run_as_group", "Its group.", ByElement::values, each, security + "runAsGroup"),
        ByElement.field(
            name + "eff_run_as_group",
            "Its group, else the pod's, else 0.",
            ByElement::effective,
            each,
            security + "runAsGroup",
            "/spec/securityContext/runAsGroup"),
        ByElement.field(
            name + "proc_mount",
            "How it sees /proc.",
            ByElement::values,
            each,
            security + "procMount"),
        ByElement.field(
            name + "add_capabilities",
            "Capabilities that it is given, as JSON.",
            ByElement::values,
            each,
            security + "capabilities/add"));
  }

  /** Of ephemeral containers there are none: they can't have ports. */
  private static JsonField ports(String kind) {
    String each = "/spec/" + kind + "/*";
    return ByElement.field(
        "ka.req.pod." + kind + ".host_port",
        "Ports of the host, else of the container.",
        ByElement::hostPorts,
        each,
        each + "/ports/*",
        each + "/ports/*/hostPort",
        each + "/ports/*/containerPort");
  }

  /** What was there before fields had lists: they look at a pod's proper containers. */
  private static List<JsonField> only(String kind) {
    String first = "/spec/" + kind + "/0/image";
    return List.of(
        RequestObject.deprecated("ka.req.container.image", "ka.req.pod.containers.image", first),
        computed(
            string("ka.req.container.image.repository", "Repository of the first image.")
                .asDeprecated("use ka.req.pod.containers.image.repository"),
            (slots, at, into) -> {
              int slot = slots.present(at[0]) ? at[0] : at[1];
              if (slots.present(slot)) {
                Slice image = slots.text(slot);
                into.set(image.array(), image.offset(), ByElement.repositoryLength(image));
              }
            },
            RequestObject.below(first)),
        computed(
            string("ka.req.container.privileged", "true if some container is privileged.")
                .asDeprecated("use ka.req.pod.containers.privileged"),
            PodFields::anyPrivileged,
            RequestObject.below(
                "/spec/" + kind + "/*", "/spec/" + kind + "/*/securityContext/privileged")));
  }

  private static List<JsonField> volumes() {
    return List.of(
        ByElement.field(
            "ka.req.pod.volumes.hostpath",
            "Folders of the host that the pod mounts.",
            ByElement::values,
            "/spec/volumes/*",
            "/spec/volumes/*/hostPath/path"),
        bound(
            string("ka.req.volume.hostpath", "true if a volume is the path that the key names.")
                .withArgument(Argument.REQUIRED_KEY)
                .asDeprecated("use ka.req.pod.volumes.hostpath"),
            (argument, _) -> hostPath(Objects.requireNonNull(argument))),
        ByElement.field(
            "ka.req.pod.volumes.flexvolume_driver",
            "Drivers of the pod's flex volumes.",
            ByElement::values,
            "/spec/volumes/*",
            "/spec/volumes/*/flexVolume/driver"),
        ByElement.field(
            "ka.req.pod.volumes.volume_type",
            "Types of the pod's volumes, such as hostPath.",
            ByElement::keys,
            "/spec/volumes/*"));
  }

  private static Field string(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  private static void anyPrivileged(Slots slots, int[] at, Value into) {
    int base = slots.elements(at[0]).size() > 0 ? 0 : 2;
    if (slots.elements(at[base]).size() == 0) {
      return;
    }
    Elements privileged = slots.elements(at[base + 1]);
    boolean any = false;
    for (int i = 0; i < privileged.size(); i++) {
      any |= privileged.kind(i) == JsonKind.TRUE;
    }
    into.set(any ? "true" : "false");
  }

  private static JsonField.Bound hostPath(String key) {
    boolean prefix = key.endsWith("*");
    byte[] wanted =
        (prefix ? key.substring(0, key.length() - 1) : key).getBytes(StandardCharsets.UTF_8);
    return bound(
        (slots, at, into) -> {
          boolean first = slots.elements(at[0]).size() > 0;
          if (!first && slots.elements(at[2]).size() == 0) {
            return;
          }
          Elements paths = slots.elements(first ? at[1] : at[3]);
          boolean any = false;
          for (int i = 0; i < paths.size(); i++) {
            Slice path = slots.text(paths, i);
            any |= prefix ? path.startsWith(wanted) : slots.is(paths, i, wanted);
          }
          into.set(any ? "true" : "false");
        },
        RequestObject.below("/spec/volumes/*", "/spec/volumes/*/hostPath/path"));
  }
}
