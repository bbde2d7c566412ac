// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static io.eyrie.jsonlog.field.JsonField.bound;
import static io.eyrie.jsonlog.field.JsonField.computed;
import static io.eyrie.jsonlog.field.JsonField.text;
import static io.eyrie.jsonlog.field.JsonField.texts;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.Computation;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import io.eyrie.k8saudit.CloudAuditLog.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The table of the fields of Kubernetes audit records. */
final class K8sAuditFields {

  private static final byte[] PODS = "pods".getBytes(US_ASCII);

  private K8sAuditFields() {}

  static List<JsonField> fields() {
    return Stream.of(
            request(),
            target(),
            bindings(),
            pod(),
            containers("containers"),
            List.of(ports("containers")),
            containers("initContainers"),
            List.of(ports("initContainers")),
            containers("ephemeralContainers"),
            only("containers"),
            volumes(),
            roles(),
            answer())
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> request() {
    return List.of(
        text("ka.auditid", "Unique id of the request.", "/auditID", "/operation/id", "/insertId"),
        computed(
            string("ka.stage", "How far the request had come, such as ResponseComplete."),
            or((slots, at, into) -> complete(slots, at[1], into)),
            "/stage",
            CloudAuditLog.METHOD),
        annotation("ka.auth.decision", "allow or forbid.", "authorization.k8s.io/decision"),
        annotation("ka.auth.reason", "Why it was allowed.", "authorization.k8s.io/reason"),
        annotation(
            "ka.auth.openshift.decision",
            "What OpenShift's authentication decided.",
            "authentication.openshift.io/decision"),
        annotation(
            "ka.validations.admission.policy.failure",
            "Validations of admission policies that failed.",
            "validation.policy.admission.k8s.io/validation_failure"),
        annotation(
            "ka.security.pod.violations",
            "Pod security standards that the pod violates.",
            "pod-security.kubernetes.io/audit-violations"),
        annotation(
            "ka.auth.openshift.username",
            "Who OpenShift's authentication took it for.",
            "authentication.openshift.io/username"),
        text(
            "ka.user.name",
            "Who made the request.",
            "/user/username",
            "/protoPayload/authenticationInfo/principalEmail"),
        texts("ka.user.groups", "Groups of who made the request.", "/user/groups/*"),
        text("ka.impuser.name", "As whom the request was made.", "/impersonatedUser/username"),
        computed(
            string("ka.verb", "What was to be done, such as create, list or delete."),
            or((slots, at, into) -> CloudAuditLog.verb(slots, at[1], into)),
            "/verb",
            CloudAuditLog.METHOD),
        computed(
            string("ka.uri", "Path and query of the request."),
            or((slots, at, into) -> CloudAuditLog.uri(slots, at[1], into)),
            "/requestURI",
            CloudAuditLog.NAME),
        bound(
            string("ka.uri.param", "First value of the query parameter that the key names.")
                .withArgument(Argument.REQUIRED_KEY),
            (argument, _) -> {
              QueryParameter parameter = new QueryParameter(Objects.requireNonNull(argument));
              return bound(
                  (slots, at, into) -> {
                    if (slots.present(at[0])) {
                      parameter.find(slots.text(at[0]), into);
                    }
                  },
                  "/requestURI");
            }),
        text(
            "ka.useragent",
            "Program that made the request.",
            "/userAgent",
            "/protoPayload/requestMetadata/callerSuppliedUserAgent"),
        bound(
            string("ka.sourceips", "Addresses that the request came from and through.")
                .asList()
                .withArgument(Argument.OPTIONAL_INDEX),
            (argument, _) -> {
              int chosen = JsonField.index("ka.sourceips", argument);
              return bound(
                  (slots, at, into) -> addresses(slots, at, chosen, into),
                  "/sourceIPs/*",
                  "/protoPayload/requestMetadata/callerIp");
            }),
        text(
            "ka.cluster.name",
            "Name of the cluster, as the cloud's log tells it.",
            "/annotations/cluster_name",
            "/resource/labels/cluster_name"));
  }

  private static List<JsonField> target() {
    return List.of(
        object("ka.target.name", "Name of the object.", "name", Part.NAME),
        object("ka.target.namespace", "Namespace of the object.", "namespace", Part.NAMESPACE),
        object("ka.target.resource", "Resource, such as pods.", "resource", Part.RESOURCE),
        object(
            "ka.target.subresource", "Subresource, such as exec.", "subresource", Part.SUBRESOURCE),
        computed(
            string("ka.target.pod.name", "Name that a pod was given in the answer."),
            K8sAuditFields::podName,
            "/objectRef/resource",
            "/objectRef/subresource",
            "/responseObject/metadata/name"),
        object("ka.req.configmap.name", "Name of the config map.", "name", Part.NAME),
        ofRequest("ka.req.configmap.obj", "Data of the config map, as JSON.", "/data"),
        text(
            "ka.resp.name",
            "Name of the object in the answer.",
            "/responseObject/metadata/name",
            "/protoPayload/response/metadata/name"));
  }

  private static List<JsonField> bindings() {
    return List.of(
        ofRequestList("ka.req.binding.subjects", "Subjects of a binding, as JSON.", "/subjects/*"),
        Subjects.field("ka.req.binding.subjects.user_names", "Users.", "User", false),
        Subjects.field(
            "ka.req.binding.subjects.serviceaccount_names",
            "Service accounts.",
            "ServiceAccount",
            false),
        Subjects.field(
            "ka.req.binding.subjects.serviceaccount_ns_names",
            "Service accounts, as namespace:name.",
            "ServiceAccount",
            true),
        Subjects.field("ka.req.binding.subjects.group_names", "Groups.", "Group", false),
        ofRequest("ka.req.binding.role", "Role that a binding gives.", "/roleRef/name"),
        computed(
            string("ka.req.binding.subject.has_name", "Always true.")
                .withArgument(Argument.REQUIRED_KEY)
                .asDeprecated("compare ka.req.binding.subjects.user_names"),
            (_, _, into) -> into.set("true")));
  }

  private static List<JsonField> pod() {
    return List.of(
        ofRequest("ka.req.pod.host_ipc", "Whether the pod shares the host's IPC.", "/spec/hostIPC"),
        ofRequest(
            "ka.req.pod.host_network",
            "Whether the pod shares the host's network.",
            "/spec/hostNetwork"),
        deprecated("ka.req.container.host_network", "ka.req.pod.host_network", "/spec/hostNetwork"),
        ofRequest(
            "ka.req.pod.host_pid", "Whether the pod shares the host's processes.", "/spec/hostPID"),
        ofRequest("ka.req.pod.run_as_user", "User of the pod.", "/spec/securityContext/runAsUser"),
        ofRequest(
            "ka.req.pod.run_as_group", "Group of the pod.", "/spec/securityContext/runAsGroup"),
        ofRequest(
            "ka.req.pod.fs_group", "Group of the pod's volumes.", "/spec/securityContext/fsGroup"),
        ofRequestList(
            "ka.req.pod.supplemental_groups",
            "Further groups of the pod.",
            "/spec/securityContext/supplementalGroups/*"),
        ofRequest("ka.req.service.type", "Type of a service, such as NodePort.", "/spec/type"),
        computed(
            string("ka.req.service.ports", "Ports of a service, all in one text, as JSON.")
                .asList()
                .withArgument(Argument.OPTIONAL_INDEX),
            (slots, at, into) -> {
              int slot = slots.present(at[0]) ? at[0] : at[1];
              if (slots.present(slot)) {
                ByElement.give(slots.text(slot), into);
              }
            },
            below("/spec/ports")));
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
        deprecated("ka.req.container.image", "ka.req.pod.containers.image", first),
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
            below(first)),
        computed(
            string("ka.req.container.privileged", "true if some container is privileged.")
                .asDeprecated("use ka.req.pod.containers.privileged"),
            K8sAuditFields::anyPrivileged,
            below("/spec/" + kind + "/*", "/spec/" + kind + "/*/securityContext/privileged")));
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

  private static List<JsonField> roles() {
    return List.of(
        ofRequestList("ka.req.role.rules", "Rules of a role, as JSON.", "/rules/*"),
        rules("apiGroups", "Groups of resources that a role's rules are about."),
        rules("nonResourceURLs", "Paths that a role's rules are about."),
        rules("verbs", "Verbs that a role's rules allow."),
        rules("resources", "Resources that a role's rules are about."));
  }

  private static List<JsonField> answer() {
    return List.of(
        computed(
            string("ka.response.code", "Status of the answer, such as 201."),
            or((slots, at, into) -> CloudAuditLog.status(slots, at[1], at[2], into)),
            "/responseStatus/code",
            CloudAuditLog.METHOD,
            CloudAuditLog.STATUS),
        text(
            "ka.response.reason",
            "Why the request failed.",
            "/responseStatus/reason",
            "/protoPayload/response/reason"));
  }

  private static Field string(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  /** Paths below the request's object: all of them in one kind of record, then in the other. */
  private static String[] below(String... patterns) {
    return ByElement.ROOTS.stream()
        .flatMap(root -> Stream.of(patterns).map(pattern -> root + pattern))
        .toArray(String[]::new);
  }

  private static JsonField ofRequest(String name, String description, String pointer) {
    return text(name, description, below(pointer));
  }

  private static JsonField ofRequestList(String name, String description, String pattern) {
    return texts(name, description, below(pattern));
  }

  private static JsonField deprecated(String name, String instead, String pointer) {
    return computed(
        string(name, "The same as " + instead + ", of the first.").asDeprecated("use " + instead),
        (slots, at, into) -> slots.text(slots.present(at[0]) ? at[0] : at[1], into),
        below(pointer));
  }

  private static JsonField rules(String key, String description) {
    return ByElement.field(
        "ka.req.role.rules." + key,
        description,
        ByElement::values,
        "/rules/*",
        "/rules/*/" + key + "/*");
  }

  private static JsonField annotation(String name, String description, String key) {
    String pointer = "/" + key.replace("/", "~1");
    return text(name, description, "/annotations" + pointer, "/labels" + pointer);
  }

  private static JsonField object(String name, String description, String key, Part part) {
    return computed(
        string(name, description),
        or((slots, at, into) -> CloudAuditLog.part(slots, at[1], part, into)),
        "/objectRef/" + key,
        CloudAuditLog.NAME);
  }

  /** The text at the first path, else what the other computation makes. */
  private static Computation or(Computation other) {
    return (slots, at, into) -> {
      if (slots.present(at[0])) {
        slots.text(at[0], into);
      } else {
        other.compute(slots, at, into);
      }
    };
  }

  private static void addresses(Slots slots, int[] at, int chosen, Value into) {
    Elements addresses = slots.elements(at[0]);
    for (int i = 0; i < addresses.size(); i++) {
      if ((chosen < 0 || chosen == i) && addresses.present(i)) {
        ByElement.give(slots.text(addresses, i), into);
      }
    }
    if (addresses.size() == 0 && chosen <= 0 && slots.present(at[1])) {
      ByElement.give(slots.text(at[1]), into);
    }
  }

  private static void complete(Slots slots, int method, Value into) {
    if (CloudAuditLog.is(slots, method)) {
      into.set("ResponseComplete");
    }
  }

  private static void podName(Slots slots, int[] at, Value into) {
    if (slots.is(at[0], PODS) && !slots.present(at[1])) {
      slots.text(at[2], into);
    }
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
            any |= prefix ? startsWith(path, wanted) : slots.is(paths, i, wanted);
          }
          into.set(any ? "true" : "false");
        },
        below("/spec/volumes/*", "/spec/volumes/*/hostPath/path"));
  }

  private static boolean startsWith(Slice text, byte[] prefix) {
    return text.length() >= prefix.length
        && java.util.Arrays.equals(
            text.array(), text.offset(), text.offset() + prefix.length, prefix, 0, prefix.length);
  }
}
