// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import static io.eyrie.bench.json.Draw.array;
import static io.eyrie.bench.json.Draw.member;
import static io.eyrie.bench.json.Draw.object;
import static io.eyrie.bench.json.Draw.text;
import static io.eyrie.bench.json.Draw.texts;

import java.util.ArrayList;
import java.util.List;

/** Requests to an API server: most by controllers without bodies, some that make pods. */
final class DrawnK8sAudit implements DrawnRecords {

  @Override
  public String record(Draw draw, int number) {
    boolean pod = draw.once(5);
    String verb = pod ? "create" : draw.of("get", "list", "watch", "update", "patch");
    String resource =
        pod ? "pods" : draw.of("leases", "configmaps", "endpoints", "nodes", "secrets");
    String namespace = draw.of("default", "kube-system", "shop", "billing");
    String name = resource + "-" + draw.hex(5);
    String time = draw.time(number).plusNanos(123_000).toString();
    List<String> members = new ArrayList<>();
    members.add(text("kind", "Event"));
    members.add(text("apiVersion", "audit.k8s.io/v1"));
    members.add(text("level", pod ? "RequestResponse" : "Metadata"));
    members.add(text("auditID", draw.uuid()));
    members.add(text("stage", draw.once(4) ? "RequestReceived" : "ResponseComplete"));
    members.add(
        text(
            "requestURI",
            "/api/v1/namespaces/" + namespace + "/" + resource + "/" + name + "?timeout=10s"));
    members.add(text("verb", verb));
    members.add(
        member(
            "user",
            object(
                text(
                    "username",
                    draw.of(
                        "system:kube-scheduler",
                        "system:serviceaccount:kube-system:deployment-controller",
                        "system:node:node-" + draw.below(100),
                        "ann@example.com")),
                text("uid", draw.uuid()),
                member(
                    "groups",
                    texts(
                        "system:serviceaccounts",
                        "system:authenticated",
                        "team-" + draw.below(9))))));
    members.add(member("sourceIPs", texts(draw.address())));
    members.add(
        text("userAgent", "kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46"));
    members.add(
        member(
            "objectRef",
            object(
                text("resource", resource),
                text("namespace", namespace),
                text("name", name),
                text("uid", draw.uuid()),
                text("apiVersion", "v1"))));
    members.add(
        member(
            "responseStatus",
            object(
                member("metadata", "{}"),
                member("code", draw.once(30) ? "403" : pod ? "201" : "200"))));
    if (pod) {
      String made = pod(draw, namespace, name);
      members.add(member("requestObject", made));
      members.add(member("responseObject", made));
    }
    members.add(text("requestReceivedTimestamp", time));
    members.add(text("stageTimestamp", time));
    members.add(
        member(
            "annotations",
            object(
                text("authorization.k8s.io/decision", draw.once(30) ? "forbid" : "allow"),
                text(
                    "authorization.k8s.io/reason",
                    "RBAC: allowed by ClusterRoleBinding \"controller\" of ClusterRole \"controller\""))));
    return object(members.toArray(String[]::new));
  }

  private static String pod(Draw draw, String namespace, String name) {
    List<String> containers = new ArrayList<>();
    for (int i = 0; i <= draw.below(3); i++) {
      containers.add(container(draw, i));
    }
    return object(
        text("kind", "Pod"),
        text("apiVersion", "v1"),
        member(
            "metadata",
            object(
                text("name", name),
                text("namespace", namespace),
                member(
                    "labels", object(text("app", "web"), text("pod-template-hash", draw.hex(5)))))),
        member(
            "spec",
            object(
                member(
                    "volumes",
                    array(
                        List.of(
                            object(
                                text("name", "data"),
                                member("hostPath", object(text("path", "/data")))),
                            object(
                                text("name", "token"),
                                member("projected", object(member("defaultMode", "420"))))))),
                member("containers", array(containers)),
                text("restartPolicy", "Always"),
                member("hostNetwork", Boolean.toString(draw.once(400))),
                member("securityContext", object(member("runAsUser", "1000"))),
                text("schedulerName", "default-scheduler"))));
  }

  private static String container(Draw draw, int number) {
    return object(
        text("name", "c" + number),
        text("image", "registry.example.com/shop/web:1." + draw.below(90)),
        member("args", texts("--port=8080", "--log=info", "--greeting=\"hello\"")),
        member(
            "env",
            array(
                List.of(
                    object(text("name", "HOME"), text("value", "/home/web")),
                    object(text("name", "LANG"), text("value", "C.UTF-8"))))),
        member(
            "resources",
            object(member("limits", object(text("cpu", "500m"), text("memory", "256Mi"))))),
        member(
            "volumeMounts",
            array(List.of(object(text("name", "data"), text("mountPath", "/var/lib/data"))))),
        text("terminationMessagePath", "/dev/termination-log"),
        member(
            "securityContext",
            object(
                member("privileged", Boolean.toString(draw.once(300))),
                member("allowPrivilegeEscalation", "false"),
                member("capabilities", object(member("drop", texts("ALL")))))));
  }
}
