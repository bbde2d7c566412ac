// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class K8sAuditFieldsTest {

  static final ReplayProvider PROVIDER = (ReplayProvider) new K8sAuditPlugin().sources().getFirst();

  private static final String GOOGLE = "'protoPayload':{'methodName':'io.k8s.%s',%s}";

  @TempDir Path folder;

  static Stream<Arguments> values() {
    return Stream.concat(
        Stream.of(
            row("ka.auditid", "'auditID':'a-1','insertId':'i'", "a-1"),
            row("ka.auditid", "'operation':{'id':'o-1'}", "o-1"),
            row("ka.auditid", "'insertId':'i-1'", "i-1"),
            row("ka.stage", "'stage':'ResponseStarted'", "ResponseStarted"),
            row("ka.stage", google("core.v1.pods.create", "core/v1/pods"), "ResponseComplete"),
            row(
                "ka.auth.decision",
                "'annotations':{'authorization.k8s.io/decision':'allow'}",
                "allow"),
            row(
                "ka.auth.decision",
                "'labels':{'authorization.k8s.io/decision':'forbid'}",
                "forbid"),
            row("ka.auth.reason", "'annotations':{'authorization.k8s.io/reason':''}", ""),
            row(
                "ka.auth.openshift.decision",
                "'annotations':{'authentication.openshift.io/decision':'deny'}",
                "deny"),
            row(
                "ka.auth.openshift.username",
                "'annotations':{'authentication.openshift.io/username':'ann'}",
                "ann"),
            row(
                "ka.validations.admission.policy.failure",
                "'annotations':{'validation.policy.admission.k8s.io/validation_failure':'[]'}",
                "[]"),
            row(
                "ka.security.pod.violations",
                "'annotations':{'pod-security.kubernetes.io/audit-violations':'x'}",
                "x"),
            row("ka.user.name", "'user':{'username':'ann'}", "ann"),
            row(
                "ka.user.name",
                "'protoPayload':{'authenticationInfo':{'principalEmail':'a@b.example'}}",
                "a@b.example"),
            row("ka.user.groups", "'user':{'groups':['g','h',null]}", "[g, h]"),
            row("ka.user.groups", "'user':{'groups':[]}", null),
            row("ka.impuser.name", "'impersonatedUser':{'username':'bob'}", "bob"),
            row("ka.verb", "'verb':'get'", "get"),
            row("ka.verb", google("rbac.v1.roles.delete", "x"), "delete"),
            row("ka.verb", "'protoPayload':{'methodName':'v2.deployments.insert'}", null),
            row("ka.uri", "'requestURI':'/version'", "/version"),
            row("ka.uri", google("core.v1.pods.get", "core/v1/pods"), "/api/v1/pods"),
            row("ka.uri", google("apps.v1.x.get", "apps/v1/x"), "/apis/apps/v1/x"),
            row("ka.uri", google("readyz", "/readyz"), "/readyz"),
            row("ka.uri.param[a b]", "'requestURI':'/x?c=1&a%20b=%C3%A9+%zz#a'", "é %zz"),
            row("ka.uri.param[a b]", "'requestURI':'/x?a+b&a+b=2'", ""),
            row("ka.uri.param[a b]", "'requestURI':'/a b=1'", null),
            row("ka.useragent", "'userAgent':'kubectl'", "kubectl"),
            row(
                "ka.useragent",
                "'protoPayload':{'requestMetadata':{'callerSuppliedUserAgent':'k9s'}}",
                "k9s"),
            row("ka.sourceips", "'sourceIPs':['192.0.2.1','::1']", "[192.0.2.1, ::1]"),
            row("ka.sourceips[1]", "'sourceIPs':['192.0.2.1','::1']", "[::1]"),
            row("ka.sourceips[2]", "'sourceIPs':['192.0.2.1','::1']", null),
            row(
                "ka.sourceips",
                "'protoPayload':{'requestMetadata':{'callerIp':'192.0.2.9'}}",
                "[192.0.2.9]"),
            row("ka.cluster.name", "'resource':{'labels':{'cluster_name':'c'}}", "c"),
            row("ka.cluster.name", "'annotations':{'cluster_name':'d'}", "d"),
            row("ka.target.name", "'objectRef':{'name':'n'}", "n"),
            row("ka.target.namespace", "'objectRef':{'namespace':'ns'}", "ns"),
            row("ka.target.resource", "'objectRef':{'resource':'pods'}", "pods"),
            row("ka.target.subresource", "'objectRef':{'subresource':'exec'}", "exec"),
            row("ka.target.name", pod(), "p"),
            row("ka.target.namespace", pod(), "prod"),
            row("ka.target.resource", pod(), "pods"),
            row("ka.target.subresource", pod(), "exec"),
            row(
                "ka.target.resource",
                google("core.v1.namespaces.create", "core/v1/namespaces/prod"),
                "namespaces"),
            row(
                "ka.target.name",
                google("core.v1.namespaces.create", "core/v1/namespaces/prod"),
                "prod"),
            row(
                "ka.target.namespace",
                google("core.v1.namespaces.create", "core/v1/namespaces/prod"),
                "prod"),
            row("ka.target.name", google("core.v1.pods.list", "core/v1/pods"), null),
            row(
                "ka.target.pod.name",
                "'objectRef':{'resource':'pods'},'responseObject':{'metadata':{'name':'p-1'}}",
                "p-1"),
            row(
                "ka.target.pod.name",
                "'objectRef':{'resource':'pods','subresource':'exec'},"
                    + "'responseObject':{'metadata':{'name':'p-1'}}",
                null),
            row("ka.resp.name", "'responseObject':{'metadata':{'name':'r'}}", "r"),
            row("ka.resp.name", "'protoPayload':{'response':{'metadata':{'name':'r'}}}", "r"),
            row("ka.response.code", "'responseStatus':{'code':403}", "403"),
            row(
                "ka.response.code",
                "'protoPayload':{'methodName':'io.k8s.x.get','status':{'code':7}}",
                "403"),
            row("ka.response.code", google("core.v1.pods.list", "core/v1/pods"), "200"),
            row("ka.response.reason", "'responseStatus':{'reason':'Forbidden'}", "Forbidden"),
            row("ka.req.configmap.name", "'objectRef':{'name':'cm'}", "cm"),
            row("ka.req.configmap.obj", req("'data':{ 'k' : 'v' }"), "{\"k\":\"v\"}")),
        Stream.concat(
            requested(),
            Stream.of("", "init", "ephemeral")
                .flatMap(kind -> containers(kind.isEmpty() ? "containers" : kind + "Containers"))));
  }

  private static Stream<Arguments> requested() {
    String subjects =
        req(
            "'subjects':[{'kind':'User','name':'ann'},{'kind':'Group','name':'g'},"
                + "{'kind':'ServiceAccount','name':'sa','namespace':'ns'},"
                + "{'kind':'ServiceAccount','name':'sb'}]");
    String rules =
        req(
            "'rules':[{'verbs':['get','list'],'resources':['pods'],'apiGroups':['']},"
                + "{'verbs':['*'],'nonResourceURLs':['/x']}]");
    String volumes =
        spec(
            "'volumes':[{'name':'a','hostPath':{'path':'/var/run'}},{'emptyDir':{},'name':'b'},"
                + "{'name':'c','flexVolume':{'driver':'d'}}]");
    return Stream.of(
        row(
            "ka.req.binding.subjects",
            req("'subjects':[{ 'kind':'User'}]"),
            "[{\"kind\":\"User\"}]"),
        row("ka.req.binding.subjects.user_names", subjects, "[ann]"),
        row("ka.req.binding.subjects.user_names", req("'x':1"), "[]"),
        row("ka.req.binding.subjects.group_names", subjects, "[g]"),
        row("ka.req.binding.subjects.serviceaccount_names", subjects, "[sa, sb]"),
        row("ka.req.binding.subjects.serviceaccount_ns_names", subjects, "[ns:sa, :sb]"),
        row("ka.req.binding.role", req("'roleRef':{'name':'cluster-admin'}"), "cluster-admin"),
        row("ka.req.binding.role", google("x", "y", "'roleRef':{'name':'edit'}"), "edit"),
        row("ka.req.binding.subject.has_name[ann]", "'x':1", "true"),
        row("ka.req.pod.host_ipc", spec("'hostIPC':true"), "true"),
        row("ka.req.pod.host_network", spec("'hostNetwork':true"), "true"),
        row("ka.req.container.host_network", spec("'hostNetwork':false"), "false"),
        row("ka.req.pod.host_pid", spec("'hostPID':true"), "true"),
        row("ka.req.pod.run_as_user", spec("'securityContext':{'runAsUser':7}"), "7"),
        row("ka.req.pod.run_as_group", spec("'securityContext':{'runAsGroup':8}"), "8"),
        row("ka.req.pod.fs_group", spec("'securityContext':{'fsGroup':9}"), "9"),
        row(
            "ka.req.pod.supplemental_groups",
            spec("'securityContext':{'supplementalGroups':[1,2]}"),
            "[1, 2]"),
        row("ka.req.service.type", spec("'type':'NodePort'"), "NodePort"),
        row("ka.req.service.ports", spec("'ports':[{'port':80}]"), "[[{\"port\":80}]]"),
        row("ka.req.service.ports[1]", spec("'ports':[{'port':80}]"), "[[{\"port\":80}]]"),
        row("ka.req.role.rules", req("'rules':[{'verbs':[]}]"), "[{\"verbs\":[]}]"),
        row("ka.req.role.rules.verbs", rules, "[get, list, *]"),
        row("ka.req.role.rules.verbs[1]", rules, "[*]"),
        row("ka.req.role.rules.verbs[2]", rules, null),
        row("ka.req.role.rules.resources", rules, "[pods]"),
        row("ka.req.role.rules.apiGroups", rules, "[]"),
        row("ka.req.role.rules.nonResourceURLs", rules, "[/x]"),
        row("ka.req.pod.volumes.hostpath", volumes, "[/var/run]"),
        row("ka.req.pod.volumes.hostpath[1]", volumes, null),
        row("ka.req.volume.hostpath[/var*]", volumes, "true"),
        row("ka.req.volume.hostpath[/var]", volumes, "false"),
        row("ka.req.volume.hostpath[/var]", spec("'x':1"), null),
        row("ka.req.pod.volumes.flexvolume_driver", volumes, "[d]"),
        row("ka.req.pod.volumes.volume_type", volumes, "[hostPath, emptyDir, flexVolume]"),
        row("ka.req.pod.volumes.volume_type[2]", volumes, "[flexVolume]"),
        row("ka.req.container.image", spec("'containers':[{'image':'a:1'},{}]"), "a:1"),
        row("ka.req.container.image.repository", spec("'containers':[{'image':'a:1'}]"), "a"),
        row("ka.req.container.privileged", spec("'containers':[{}]"), "false"),
        row("ka.req.container.privileged", spec("'containers':[]"), null),
        row(
            "ka.req.container.privileged",
            spec("'containers':[{},{'securityContext':{'privileged':true}}]"),
            "true"));
  }

  private static Stream<Arguments> containers(String kind) {
    String name = "ka.req.pod." + kind + ".";
    String two =
        spec(
            "'securityContext':{'runAsUser':5},'"
                + kind
                + "':[{'name':'a','image':'r.example/x:1','args':['-c','\\u0073leep'],"
                + "'command':['sh'],'ports':[{'hostPort':80,'containerPort':1},{'containerPort':2}],"
                + "'securityContext':{'privileged':true,'runAsUser':7,'runAsGroup':8,"
                + "'procMount':'Unmasked','capabilities':{'add':['NET_ADMIN']},"
                + "'readOnlyRootFilesystem':true,'allowPrivilegeEscalation':false}},"
                + "{'name':'b','image':'y@sha256:0','args':[],'ports':[{'containerPort':3}]}]");
    String imageless = spec("'" + kind + "':[{'image':'a'},{'name':'b'}]");
    Stream<Arguments> ports =
        kind.startsWith("ephemeral")
            ? Stream.of()
            : Stream.of(
                row(name + "host_port", two, "[80, 2, 3]"), row(name + "host_port[1]", two, "[3]"));
    return Stream.concat(
        ports,
        Stream.of(
            row(name + "name", two, "[a, b]"),
            row(name + "name[1]", two, "[b]"),
            row(name + "image", two, "[r.example/x:1, y@sha256:0]"),
            row(name + "image", imageless, null),
            row(name + "image[0]", imageless, "[a]"),
            row(name + "image.repository", two, "[r.example/x, y]"),
            row(name + "args", two, "[-c sleep]"),
            row(name + "command", two, "[sh]"),
            row(name + "command[1]", two, null),
            row(name + "privileged", two, "[true]"),
            row(name + "allow_privilege_escalation", two, "[false]"),
            row(name + "read_only_fs", two, "[true]"),
            row(name + "run_as_user", two, "[7]"),
            row(name + "eff_run_as_user", two, "[7, 5]"),
            row(name + "run_as_group", two, "[8]"),
            row(name + "eff_run_as_group", two, "[8, 0]"),
            row(name + "eff_run_as_group[1]", two, "[0]"),
            row(name + "proc_mount", two, "[Unmasked]"),
            row(name + "add_capabilities", two, "[[\"NET_ADMIN\"]]")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void extracts(String field, String members, @Nullable String expected) throws Exception {
    String record = "{'stageTimestamp':'2026-02-02T02:40:00.123456Z'," + members + "}";
    assertThat(only(record, field)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("values")
  void isAbsentFromARecordThatSaysNothing(String field, String members, @Nullable String expected)
      throws Exception {
    String value = only("{'stageTimestamp':'2026-02-02T02:40:00Z'}", field);
    if (field.contains("has_name")) {
      assertThat(value).isEqualTo("true");
    } else if (field.startsWith("ka.req.binding.subjects.")) {
      assertThat(value).isEqualTo("[]");
    } else {
      assertThat(value).isNull();
    }
  }

  @Test
  void everyFieldIsTried() {
    Set<String> tried =
        values()
            .map(row -> String.valueOf(row.get()[0]).replaceFirst("\\[.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(PROVIDER.declaration().fields())
        .extracting(Field::name)
        .filteredOn(name -> name.startsWith("ka."))
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  @Test
  void declaresItself() {
    assertThat(PROVIDER.declaration().name()).isEqualTo("k8s_audit");
    assertThat(PROVIDER.declaration().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(PROVIDER.declaration().provides()).containsEntry("k8saudit", "0.18.0");
    assertThat(PROVIDER.declaration().fields())
        .allSatisfy(field -> assertThat(field.description()).endsWith("."));
  }

  @Test
  void readsListsArraysAndTheEnvelopesOfClouds() throws Exception {
    String event =
        "{\"kind\":\"Event\",\"auditID\":\"%s\",\"stageTimestamp\":\"2026-02-02T02:40:00Z\"}";
    String text = event.replace("\"", "\\\"");
    Path file = folder.resolve("a.json");
    Files.writeString(
        file,
        String.join(
            "\n",
            event.formatted("plain"),
            "{\"kind\":\"EventList\",\"items\":[" + event.formatted("listed") + "]}",
            "[" + event.formatted("element") + "," + event.formatted("element 2") + "]",
            "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,"
                + "\"message\":\""
                + text.formatted("subscribed")
                + "\"}]}",
            "{\"events\":[{\"message\":\"" + text.formatted("filtered") + "\"}]}",
            "{\"records\":[{\"category\":\"kube-audit\",\"properties\":{\"log\":\""
                + text.formatted("azure")
                + "\"}}]}"));
    assertThat(FieldReplay.of(PROVIDER, file).events())
        .extracting(found -> found.fields().get("ka.auditid"))
        .containsExactly(
            "plain", "listed", "element", "element 2", "subscribed", "filtered", "azure");
  }

  private @Nullable String only(String record, String field) throws Exception {
    return FieldReplay.only(PROVIDER, folder, record.replace('\'', '"'), field).fields().get(field);
  }

  private static Arguments row(String field, String members, @Nullable String expected) {
    return Arguments.of(field, members, expected);
  }

  private static String req(String members) {
    return "'requestObject':{" + members + "}";
  }

  private static String spec(String members) {
    return req("'spec':{" + members + "}");
  }

  private static String pod() {
    return google("core.v1.pods.exec.create", "core/v1/namespaces/prod/pods/p/exec");
  }

  private static String google(String method, String name) {
    return GOOGLE.formatted(method, "'resourceName':'" + name + "'");
  }

  private static String google(String method, String name, String request) {
    return GOOGLE.formatted(method, "'resourceName':'" + name + "','request':{" + request + "}");
  }
}
