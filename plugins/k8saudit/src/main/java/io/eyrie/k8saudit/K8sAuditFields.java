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
import io.eyrie.jsonlog.projection.Slots;
import io.eyrie.k8saudit.CloudAuditLog.Part;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The table of the fields of Kubernetes audit records. */
final class K8sAuditFields {

  private static final byte[] PODS = "pods".getBytes(US_ASCII);

  private K8sAuditFields() {}

  static List<JsonField> fields() {
    return Stream.of(request(), target(), bindings(), PodFields.fields(), roles(), answer())
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> request() {
    return List.of(
        text("ka.auditid", "Unique id of the request.", "/auditID", "/operation/id", "/insertId"),
        computed(
            "ka.stage",
            "How far the request had come, such as ResponseComplete.",
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
            "ka.verb",
            "What was to be done, such as create, list or delete.",
            or((slots, at, into) -> CloudAuditLog.verb(slots, at[1], into)),
            "/verb",
            CloudAuditLog.METHOD),
        computed(
            "ka.uri",
            "Path and query of the request.",
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
            "ka.target.pod.name",
            "Name that a pod was given in the answer.",
            K8sAuditFields::podName,
            "/objectRef/resource",
            "/objectRef/subresource",
            "/responseObject/metadata/name"),
        object("ka.req.configmap.name", "Name of the config map.", "name", Part.NAME),
        RequestObject.text("ka.req.configmap.obj", "Data of the config map, as JSON.", "/data"),
        text(
            "ka.resp.name",
            "Name of the object in the answer.",
            "/responseObject/metadata/name",
            "/protoPayload/response/metadata/name"));
  }

  private static List<JsonField> bindings() {
    return List.of(
        RequestObject.texts(
            "ka.req.binding.subjects", "Subjects of a binding, as JSON.", "/subjects/*"),
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
        RequestObject.text("ka.req.binding.role", "Role that a binding gives.", "/roleRef/name"),
        computed(
            string("ka.req.binding.subject.has_name", "Always true.")
                .withArgument(Argument.REQUIRED_KEY)
                .asDeprecated("compare ka.req.binding.subjects.user_names"),
            (_, _, into) -> into.set("true")));
  }

  private static List<JsonField> roles() {
    return List.of(
        RequestObject.texts("ka.req.role.rules", "Rules of a role, as JSON.", "/rules/*"),
        rules("apiGroups", "Groups of resources that a role's rules are about."),
        rules("nonResourceURLs", "Paths that a role's rules are about."),
        rules("verbs", "Verbs that a role's rules allow."),
        rules("resources", "Resources that a role's rules are about."));
  }

  private static List<JsonField> answer() {
    return List.of(
        computed(
            "ka.response.code",
            "Status of the answer, such as 201.",
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
        name,
        description,
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
        slots.text(addresses, i).addTo(into);
      }
    }
    if (addresses.size() == 0 && chosen <= 0 && slots.present(at[1])) {
      slots.text(at[1]).addTo(into);
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
}
