// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import io.eyrie.syscall.rpc.Deadline;
import io.eyrie.syscall.rpc.ProtoReader;
import io.eyrie.syscall.rpc.ProtoWriter;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the answers of each engine, in the shapes that their documentation gives. */
final class EnginesTest {

  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String SANDBOX =
      "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
  private static final String CONTAINERD_NAMESPACE = "containerd-namespace";

  @TempDir Path folder;

  @Test
  void dockerTellsOfAContainerAndItsImage() throws Exception {
    String container =
        """
        {"Id": "ID", "Name": "/web", "Image": "sha256:aa11", "Created": "2026-01-01T00:00:00Z",
         "Config": {"Image": "registry:5000/team/nginx:1.27", "Labels": {"b": "2", "a": "1"}},
         "HostConfig": {"Privileged": true, "PidMode": "host", "NetworkMode": "bridge", "IpcMode": "private"},
         "Mounts": [{"Type": "bind", "Source": "/etc", "Destination": "/host/etc", "Mode": "ro", "RW": false,
                     "Propagation": "rprivate"}],
         "NetworkSettings": {"IPAddress": "", "Networks": {"x": {"IPAddress": "172.17.0.2"}}}}
        """
            .replace("ID", ID);
    String image =
        """
        {"Id": "sha256:aa11", "RepoTags": ["registry:5000/team/nginx:1.27"],
         "RepoDigests": ["registry:5000/team/nginx@sha256:dd22"]}
        """;
    ContainerFacts facts =
        http(
                new DockerEngine(),
                target ->
                    switch (target) {
                      case "/containers/" + ID + "/json" -> PlainServer.json(container);
                      case "/images/sha256:aa11/json" -> PlainServer.json(image);
                      default -> PlainServer.missing();
                    })
            .orElseThrow();
    assertThat(facts)
        .isEqualTo(
            new ContainerFacts(
                ID,
                EngineType.DOCKER,
                "web",
                new Image(
                    "registry:5000/team/nginx:1.27",
                    "aa11",
                    "registry:5000/team/nginx",
                    "1.27",
                    "sha256:dd22"),
                Map.of("a", "1", "b", "2"),
                List.of(new Mount("/etc", "/host/etc", "ro", false, "rprivate")),
                true,
                new Sharing(true, false, false),
                "172.17.0.2",
                null));
  }

  @Test
  void dockerTellsOfAPodByItsSandbox() throws Exception {
    String container =
        """
        {"Name": "/k8s_c", "Image": "", "HostConfig": {"NetworkMode": "container:SANDBOX"},
         "Config": {"Labels": {"io.kubernetes.pod.name": "p", "io.kubernetes.pod.namespace": "n",
           "io.kubernetes.pod.uid": "u", "io.kubernetes.sandbox.id": "SANDBOX"}}}
        """
            .replace("SANDBOX", SANDBOX);
    String sandbox =
        """
        {"Config": {"Labels": {"app": "shop"}}, "NetworkSettings": {"IPAddress": "10.0.0.9"}}
        """;
    ContainerFacts facts =
        http(
                new DockerEngine(),
                target -> PlainServer.json(target.contains(SANDBOX) ? sandbox : container))
            .orElseThrow();
    assertThat(facts.ip()).isEqualTo("10.0.0.9");
    assertThat(facts.pod())
        .isEqualTo(new Pod("p", "n", "u", SANDBOX, Map.of("app", "shop"), "10.0.0.9", ""));
  }

  @Test
  void podmanTellsOfAContainer() throws Exception {
    String container =
        """
        {"Id": "ID", "Name": "jolly", "Image": "bb33", "ImageName": "docker.io/library/busybox:latest",
         "ImageDigest": "sha256:ee44", "Config": {"Labels": null},
         "HostConfig": {"Privileged": false, "PidMode": "private", "NetworkMode": "host", "IpcMode": "host"},
         "Mounts": [], "NetworkSettings": {"IPAddress": ""}}
        """
            .replace("ID", ID);
    ContainerFacts facts = http(new PodmanEngine(), _ -> PlainServer.json(container)).orElseThrow();
    assertThat(facts.name()).isEqualTo("jolly");
    assertThat(facts.image())
        .isEqualTo(
            new Image(
                "docker.io/library/busybox:latest",
                "bb33",
                "docker.io/library/busybox",
                "latest",
                "sha256:ee44"));
    assertThat(facts.sharing()).isEqualTo(new Sharing(false, true, true));
    assertThat(facts.labels()).isEmpty();
  }

  @Test
  void anEngineOfHttpThatHasNoSuchContainerSaysSo() throws Exception {
    assertThat(http(new DockerEngine(), _ -> PlainServer.missing())).isEmpty();
    assertThat(http(new PodmanEngine(), _ -> PlainServer.missing())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"Id\": ", "{} {}", "<html>", "{\"a\": 1e999999999}x"})
  void brokenJsonIsAFailureNotACrash(String body) {
    assertThatThrownBy(() -> http(new DockerEngine(), _ -> PlainServer.json(body)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRuntimeOfKubernetesTellsOfContainerAndPod() throws Exception {
    for (String version : List.of("runtime.v1", "runtime.v1alpha2")) {
      ContainerFacts facts = cri(version).orElseThrow();
      assertThat(facts)
          .isEqualTo(
              new ContainerFacts(
                  ID,
                  EngineType.CONTAINERD,
                  "app",
                  new Image(
                      "docker.io/library/nginx:1.27",
                      "cc55",
                      "docker.io/library/nginx",
                      "1.27",
                      "sha256:dd22"),
                  Map.of("io.kubernetes.container.name", "app"),
                  List.of(new Mount("/var/run", "/run", "", false, "rslave")),
                  true,
                  new Sharing(false, true, false),
                  "10.1.2.3",
                  new Pod(
                      "shop-0",
                      "shops",
                      "uid-1",
                      SANDBOX,
                      Map.of("app", "shop"),
                      "10.1.2.3",
                      "{\"Interfaces\":{\"eth0\":{\"IPConfigs\":[{\"IP\":\"10.1.2.3\"}]}}}")));
    }
  }

  @Test
  void aSandboxIsAContainerToo() throws Exception {
    try (GrpcServer server = new GrpcServer(socket())) {
      serveCri(server, "runtime.v1");
      ContainerFacts facts = new CriEngine().find(socket(), SANDBOX, deadline()).orElseThrow();
      assertThat(facts.name()).isEqualTo("shop-0");
      assertThat(String.valueOf(facts.pod())).contains("shops");
      assertThat(new CriEngine().find(socket(), "f".repeat(64), deadline())).isEmpty();
    }
  }

  @Test
  void aRuntimeThatIsUnavailableIsAFailure() throws Exception {
    try (GrpcServer server = new GrpcServer(socket())) {
      server.serving(
          "runtime.v1.RuntimeService/Version",
          (_, _) -> {
            throw Status.UNAVAILABLE.withDescription("starting").asRuntimeException();
          });
      assertThatThrownBy(() -> new CriEngine().find(socket(), ID, deadline()))
          .isInstanceOf(IOException.class)
          .hasMessage("gRPC status 14 (starting)");
    }
  }

  @Test
  void whoServesNoRuntimeIsAFailure() throws Exception {
    try (GrpcServer _ = new GrpcServer(socket())) {
      assertThatThrownBy(() -> new CriEngine().find(socket(), ID, deadline()))
          .hasMessage("no runtime of Kubernetes listens there");
    }
  }

  @Test
  void containerdTellsOfAContainerInOneOfItsNamespaces() throws Exception {
    String spec =
        """
        {"process": {"capabilities": {"bounding": ["CAP_KILL"]}},
         "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"},
                    {"destination": "/data", "type": "bind", "source": "/srv", "options": ["rbind", "ro", "rshared"]}],
         "linux": {"namespaces": [{"type": "pid"}, {"type": "ipc"}], "maskedPaths": ["/proc/kcore"]}}
        """;
    Metadata.Key<String> namespace =
        Metadata.Key.of(CONTAINERD_NAMESPACE, Metadata.ASCII_STRING_MARSHALLER);
    try (GrpcServer server = new GrpcServer(socket())) {
      server
          .serving(
              "containerd.services.namespaces.v1.Namespaces/List",
              (_, _) ->
                  new ProtoWriter()
                      .message(1, new ProtoWriter().text(1, "moby"))
                      .message(1, new ProtoWriter().text(1, "default"))
                      .toBytes())
          .serving(
              "containerd.services.containers.v1.Containers/Get",
              (_, headers) -> {
                if (!"default".equals(headers.get(namespace))) {
                  throw Status.NOT_FOUND.asRuntimeException();
                }
                return new ProtoWriter()
                    .message(
                        1,
                        new ProtoWriter()
                            .text(1, ID)
                            .message(2, entry("nerdctl/name", "bold"))
                            .text(3, "docker.io/library/busybox:1.36")
                            .message(
                                5,
                                new ProtoWriter()
                                    .text(
                                        1, "types.containerd.io/opencontainers/runtime-spec/1/Spec")
                                    .text(2, spec)))
                    .toBytes();
              })
          .serving(
              "containerd.services.images.v1.Images/Get",
              (_, _) ->
                  new ProtoWriter()
                      .message(
                          1,
                          new ProtoWriter()
                              .message(3, new ProtoWriter().text(2, "sha256:ee66").number(3, 5)))
                      .toBytes());
      assertThat(new ContainerdEngine().find(socket(), ID, deadline()))
          .contains(
              new ContainerFacts(
                  ID,
                  EngineType.CONTAINERD,
                  "bold",
                  new Image(
                      "docker.io/library/busybox:1.36",
                      "ee66",
                      "docker.io/library/busybox",
                      "1.36",
                      "sha256:ee66"),
                  Map.of("nerdctl/name", "bold"),
                  List.of(new Mount("/srv", "/data", "", false, "rshared")),
                  false,
                  new Sharing(false, true, false),
                  "",
                  null));
    }
  }

  private Optional<ContainerFacts> cri(String version) throws Exception {
    try (GrpcServer server = new GrpcServer(socket())) {
      serveCri(server, version);
      return new CriEngine().find(socket(), ID, deadline());
    }
  }

  /** A runtime with one pod of one container. */
  private static void serveCri(GrpcServer server, String version) {
    String service = version + ".RuntimeService/";
    server
        .serving(
            service + "Version",
            (_, _) -> new ProtoWriter().text(1, "0.1.0").text(2, "containerd").toBytes())
        .serving(
            service + "ContainerStatus",
            (request, _) -> {
              known(request, ID);
              return new ProtoWriter()
                  .message(
                      1,
                      new ProtoWriter()
                          .text(1, ID)
                          .message(2, new ProtoWriter().text(1, "app").number(2, 3))
                          .number(3, 1)
                          .message(8, new ProtoWriter().text(1, "docker.io/library/nginx:1.27"))
                          .text(9, "docker.io/library/nginx@sha256:dd22")
                          .message(12, entry("io.kubernetes.container.name", "app"))
                          .message(
                              14,
                              new ProtoWriter()
                                  .text(1, "/run")
                                  .text(2, "/var/run")
                                  .truth(3, true)
                                  .number(5, 1))
                          .text(17, "sha256:cc55"))
                  .message(
                      2,
                      entry(
                          "info",
                          """
                          {"sandboxID": "%s", "config": {"linux": {"security_context": {"privileged": true}}}}
                          """
                              .formatted(SANDBOX)))
                  .toBytes();
            })
        .serving(
            service + "PodSandboxStatus",
            (request, _) -> {
              known(request, SANDBOX);
              return new ProtoWriter()
                  .message(
                      1,
                      new ProtoWriter()
                          .text(1, SANDBOX)
                          .message(
                              2,
                              new ProtoWriter()
                                  .text(1, "shop-0")
                                  .text(2, "uid-1")
                                  .text(3, "shops")
                                  .number(4, 0))
                          .message(5, new ProtoWriter().text(1, "10.1.2.3"))
                          .message(
                              6,
                              new ProtoWriter()
                                  .message(
                                      1,
                                      new ProtoWriter()
                                          .message(2, new ProtoWriter().number(1, 2).number(2, 1))))
                          .message(7, entry("app", "shop")))
                  .message(
                      2,
                      entry(
                          "info",
                          """
                          {"cniResult": {"Interfaces": {"eth0": {"IPConfigs": [{"IP": "10.1.2.3"}]}}}}
                          """))
                  .toBytes();
            });
  }

  private static void known(byte[] request, String id) throws IOException {
    ProtoReader reader = new ProtoReader(request);
    boolean verbose = false;
    String asked = "";
    while (reader.next()) {
      asked = reader.field() == 1 ? reader.text() : asked;
      verbose |= reader.field() == 2 && reader.number() == 1;
    }
    assertThat(verbose).isTrue();
    if (!asked.equals(id)) {
      throw Status.NOT_FOUND.withDescription("no " + asked).asRuntimeException();
    }
  }

  private static ProtoWriter entry(String key, String value) {
    return new ProtoWriter().text(1, key).bytes(2, value.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ContainerFacts> http(ContainerEngine engine, UnaryOperator<String> answers)
      throws IOException {
    try (PlainServer _ = new PlainServer(socket(), answers)) {
      return engine.find(socket(), ID, deadline());
    } finally {
      Files.deleteIfExists(socket());
    }
  }

  private Path socket() {
    return folder.resolve("e.sock");
  }

  private static Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(30));
  }
}
