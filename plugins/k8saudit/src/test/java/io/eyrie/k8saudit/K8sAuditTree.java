// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An audit record as a plain JSON tree, and what its fields are by that tree: slow, obvious, and
 * without a line in common with the source that is held against it.
 */
record K8sAuditTree(JsonNode record) {

  /** All fields that the record has; of those with an argument, with the arguments of the test. */
  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    boolean google = record.at("/protoPayload/methodName").asString("").startsWith("io.k8s.");
    String method = record.at("/protoPayload/methodName").asString("");
    List<String> name = List.of(record.at("/protoPayload/resourceName").asString("").split("/"));
    put(fields, "ka.auditid", first("/auditID", "/operation/id", "/insertId"));
    put(fields, "ka.stage", or(first("/stage"), google ? "ResponseComplete" : null));
    Map.of(
            "ka.auth.decision", "authorization.k8s.io/decision",
            "ka.auth.reason", "authorization.k8s.io/reason",
            "ka.auth.openshift.decision", "authentication.openshift.io/decision",
            "ka.auth.openshift.username", "authentication.openshift.io/username",
            "ka.validations.admission.policy.failure",
                "validation.policy.admission.k8s.io/validation_failure",
            "ka.security.pod.violations", "pod-security.kubernetes.io/audit-violations")
        .forEach((field, key) ->
            put(
                fields,
                field,
                or(
                    text(record.path("annotations").path(key)),
                    text(record.path("labels").path(key)))));
    put(
        fields,
        "ka.user.name",
        first("/user/username", "/protoPayload/authenticationInfo/principalEmail"));
    list(fields, "ka.user.groups", texts(record.at("/user/groups")));
    put(fields, "ka.impuser.name", first("/impersonatedUser/username"));
    put(
        fields,
        "ka.verb",
        or(first("/verb"), google ? method.substring(method.lastIndexOf('.') + 1) : null));
    String resourceName = text(record.at("/protoPayload/resourceName"));
    String path =
        resourceName == null || resourceName.startsWith("/")
            ? resourceName
            : resourceName.startsWith("core/")
                ? "/api" + resourceName.substring(4)
                : "/apis/" + resourceName;
    put(fields, "ka.uri", or(first("/requestURI"), path));
    put(fields, "ka.uri.param[limit]", parameter(first("/requestURI"), "limit"));
    put(
        fields,
        "ka.useragent",
        first("/userAgent", "/protoPayload/requestMetadata/callerSuppliedUserAgent"));
    List<String> addresses = texts(record.path("sourceIPs"));
    String caller = first("/protoPayload/requestMetadata/callerIp");
    if (addresses.isEmpty() && caller != null) {
      addresses = List.of(caller);
    }
    list(fields, "ka.sourceips", addresses);
    list(fields, "ka.sourceips[0]", addresses.isEmpty() ? addresses : addresses.subList(0, 1));
    put(
        fields,
        "ka.cluster.name",
        first("/annotations/cluster_name", "/resource/labels/cluster_name"));
    int resource = name.size() > 4 && name.get(2).equals("namespaces") ? 4 : 2;
    String objectName = or(first("/objectRef/name"), part(name, resource + 1));
    put(fields, "ka.target.name", objectName);
    put(fields, "ka.req.configmap.name", objectName);
    put(
        fields,
        "ka.target.namespace",
        or(
            first("/objectRef/namespace"),
            name.size() > 3 && name.get(2).equals("namespaces") ? name.get(3) : null));
    put(fields, "ka.target.resource", or(first("/objectRef/resource"), part(name, resource)));
    put(
        fields,
        "ka.target.subresource",
        or(first("/objectRef/subresource"), part(name, resource + 2)));
    if (record.at("/objectRef/resource").asString("").equals("pods")
        && first("/objectRef/subresource") == null) {
      put(fields, "ka.target.pod.name", first("/responseObject/metadata/name"));
    }
    put(
        fields,
        "ka.resp.name",
        first("/responseObject/metadata/name", "/protoPayload/response/metadata/name"));
    put(
        fields,
        "ka.response.reason",
        first("/responseStatus/reason", "/protoPayload/response/reason"));
    put(fields, "ka.response.code", or(first("/responseStatus/code"), google ? status() : null));
    requested(fields);
    return fields;
  }

  private String status() {
    return switch (record.at("/protoPayload/status/code").asInt(0)) {
      case 0 -> "200";
      case 5 -> "404";
      case 7 -> "403";
      case 10 -> "409";
      case 16 -> "401";
      default -> throw new AssertionError("look this up and write it down");
    };
  }

  private void requested(Map<String, String> fields) {
    put(fields, "ka.req.configmap.obj", requestText("/data"));
    list(fields, "ka.req.binding.subjects", texts(request("/subjects")));
    put(fields, "ka.req.binding.role", requestText("/roleRef/name"));
    fields.put("ka.req.binding.subject.has_name[x]", "true");
    subjects(fields, "user_names", "User", subject -> subject.path("name").asString());
    subjects(fields, "group_names", "Group", subject -> subject.path("name").asString());
    subjects(
        fields,
        "serviceaccount_names",
        "ServiceAccount",
        subject -> subject.path("name").asString());
    subjects(
        fields,
        "serviceaccount_ns_names",
        "ServiceAccount",
        subject -> subject.path("namespace").asString("") + ":" + subject.path("name").asString());
    put(fields, "ka.req.pod.host_ipc", requestText("/spec/hostIPC"));
    put(fields, "ka.req.pod.host_network", requestText("/spec/hostNetwork"));
    put(fields, "ka.req.container.host_network", requestText("/spec/hostNetwork"));
    put(fields, "ka.req.pod.host_pid", requestText("/spec/hostPID"));
    put(fields, "ka.req.pod.run_as_user", requestText("/spec/securityContext/runAsUser"));
    put(fields, "ka.req.pod.run_as_group", requestText("/spec/securityContext/runAsGroup"));
    put(fields, "ka.req.pod.fs_group", requestText("/spec/securityContext/fsGroup"));
    list(
        fields,
        "ka.req.pod.supplemental_groups",
        texts(request("/spec/securityContext/supplementalGroups")));
    put(fields, "ka.req.service.type", requestText("/spec/type"));
    String ports = requestText("/spec/ports");
    list(fields, "ka.req.service.ports", ports == null ? List.of() : List.of(ports));
    for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
      containers(fields, "ka.req.pod." + kind + ".", request("/spec/" + kind));
    }
    JsonNode all = request("/spec/containers");
    if (!all.isEmpty()) {
      String image = text(all.path(0).path("image"));
      put(fields, "ka.req.container.image", image);
      put(fields, "ka.req.container.image.repository", image == null ? null : repository(image));
      fields.put(
          "ka.req.container.privileged",
          Boolean.toString(
              all.valueStream()
                  .anyMatch(one -> one.at("/securityContext/privileged").asBoolean(false))));
    }
    volumes(fields);
    roles(fields);
  }

  private void volumes(Map<String, String> fields) {
    JsonNode volumes = request("/spec/volumes");
    list(fields, "ka.req.pod.volumes.hostpath", each(volumes, "/hostPath/path"));
    list(fields, "ka.req.pod.volumes.flexvolume_driver", each(volumes, "/flexVolume/driver"));
    list(
        fields,
        "ka.req.pod.volumes.volume_type",
        volumes
            .valueStream()
            .flatMap(volume -> volume.propertyNames().stream())
            .filter(key -> !key.equals("name"))
            .toList());
    if (!volumes.isEmpty()) {
      fields.put(
          "ka.req.volume.hostpath[/var*]",
          Boolean.toString(
              each(volumes, "/hostPath/path").stream().anyMatch(path -> path.startsWith("/var"))));
    }
  }

  private void roles(Map<String, String> fields) {
    JsonNode rules = request("/rules");
    list(fields, "ka.req.role.rules", texts(rules));
    for (String key : List.of("apiGroups", "nonResourceURLs", "verbs", "resources")) {
      list(
          fields,
          "ka.req.role.rules." + key,
          rules.valueStream().flatMap(rule -> texts(rule.path(key)).stream()).toList());
    }
  }

  private void containers(Map<String, String> fields, String prefix, JsonNode all) {
    boolean imageless = all.valueStream().anyMatch(one -> !one.hasNonNull("image"));
    List<String> images = imageless ? List.of() : each(all, "/image");
    list(fields, prefix + "image", images);
    list(fields, prefix + "image[0]", images.isEmpty() ? images : images.subList(0, 1));
    list(
        fields,
        prefix + "image.repository",
        images.stream().map(K8sAuditTree::repository).toList());
    list(fields, prefix + "name", each(all, "/name"));
    for (String key : List.of("args", "command")) {
      list(
          fields,
          prefix + key,
          all.valueStream()
              .map(one -> texts(one.path(key)))
              .filter(values -> !values.isEmpty())
              .map(values -> String.join(" ", values))
              .toList());
    }
    Map.of(
            "privileged", "privileged",
            "allow_privilege_escalation", "allowPrivilegeEscalation",
            "read_only_fs", "readOnlyRootFilesystem",
            "run_as_user", "runAsUser",
            "run_as_group", "runAsGroup",
            "proc_mount", "procMount",
            "add_capabilities", "capabilities/add")
        .forEach(
            (field, key) -> list(fields, prefix + field, each(all, "/securityContext/" + key)));
    Map.of("eff_run_as_user", "runAsUser", "eff_run_as_group", "runAsGroup")
        .forEach((field, key) ->
            list(
                fields,
                prefix + field,
                all.valueStream()
                    .map(one ->
                        or(
                            or(
                                text(one.at("/securityContext/" + key)),
                                requestText("/spec/securityContext/" + key)),
                            "0"))
                    .map(String::valueOf)
                    .toList()));
    List<String> ports = new ArrayList<>();
    for (JsonNode one : all) {
      for (JsonNode port : one.path("ports")) {
        String number = or(text(port.path("hostPort")), text(port.path("containerPort")));
        if (number != null) {
          ports.add(number);
        }
      }
    }
    if (!prefix.contains("ephemeral")) {
      list(fields, prefix + "host_port", ports);
    }
  }

  private void subjects(
      Map<String, String> fields, String name, String kind, Function<JsonNode, String> text) {
    fields.put(
        "ka.req.binding.subjects." + name,
        request("/subjects")
            .valueStream()
            .filter(subject -> subject.path("kind").asString("").equals(kind))
            .map(text)
            .toList()
            .toString());
  }

  private static String repository(String image) {
    return image.split(":")[0].split("@")[0];
  }

  private static @Nullable String part(List<String> name, int index) {
    return index < name.size() ? name.get(index) : null;
  }

  private static @Nullable String parameter(@Nullable String uri, String key) {
    if (uri == null || !uri.contains("?")) {
      return null;
    }
    for (String pair : uri.substring(uri.indexOf('?') + 1).split("&")) {
      if (pair.startsWith(key + "=")) {
        return URLDecoder.decode(pair.substring(key.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private JsonNode request(String pointer) {
    JsonNode node = record.at("/requestObject" + pointer);
    return node.isMissingNode() ? record.at("/protoPayload/request" + pointer) : node;
  }

  private @Nullable String requestText(String pointer) {
    return text(request(pointer));
  }

  private @Nullable String first(String... pointers) {
    for (String pointer : pointers) {
      String text = text(record.at(pointer));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static List<String> each(JsonNode array, String pointer) {
    List<String> all = new ArrayList<>();
    for (JsonNode element : array) {
      String text = text(element.at(pointer));
      if (text != null) {
        all.add(text);
      }
    }
    return all;
  }

  private static List<String> texts(JsonNode array) {
    return array.isArray() ? each(array, "") : List.of();
  }

  private static @Nullable String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? null
        : node.isString() ? node.asString() : node.toString();
  }

  private static @Nullable String or(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void list(Map<String, String> fields, String name, List<String> values) {
    if (!values.isEmpty()) {
      fields.put(name, values.toString());
    }
  }
}
