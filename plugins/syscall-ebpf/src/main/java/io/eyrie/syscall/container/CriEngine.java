// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import io.eyrie.syscall.rpc.Deadline;
import io.eyrie.syscall.rpc.GrpcAnswer;
import io.eyrie.syscall.rpc.GrpcConnection;
import io.eyrie.syscall.rpc.ProtoReader;
import io.eyrie.syscall.rpc.ProtoWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes of Kubernetes, by the container runtime interface {@code runtime.v1}, and its older
 * form {@code runtime.v1alpha2} which numbers the same fields alike.
 */
final class CriEngine implements ContainerEngine {

  private static final List<String> VERSIONS = List.of("runtime.v1", "runtime.v1alpha2");
  private static final int NODE = 2;
  private static final String[] PROPAGATIONS = {"private", "rslave", "rshared"};
  private static final String CNI_ANNOTATION = "io.kubernetes.cri-o.CNIResult";

  @Override
  public Optional<ContainerFacts> find(Path socket, String id, Deadline deadline)
      throws IOException {
    try (GrpcConnection connection = GrpcConnection.open(socket, deadline)) {
      for (String version : VERSIONS) {
        Asking asking = new Asking(connection, version + ".RuntimeService/");
        GrpcAnswer runtime = asking.call("Version", new ProtoWriter());
        if (runtime.status() == GrpcAnswer.UNIMPLEMENTED) {
          continue;
        }
        if (runtime.status() != GrpcAnswer.OK) {
          throw Grpc.failure(runtime);
        }
        return asking.find(id, type(Grpc.text(new ProtoReader(runtime.message()), 2)));
      }
    }
    throw new IOException("no runtime of Kubernetes listens there");
  }

  private static EngineType type(String runtimeName) {
    return switch (runtimeName) {
      case "containerd" -> EngineType.CONTAINERD;
      case "cri-o" -> EngineType.CRIO;
      case "docker" -> EngineType.DOCKER;
      default -> EngineType.CRI;
    };
  }

  /** The questions about one container. */
  private record Asking(GrpcConnection connection, String service) {

    GrpcAnswer call(String method, ProtoWriter request) throws IOException {
      return connection.call(service + method, Map.of(), request.toBytes());
    }

    /** The answer of a status, or null when there is no such thing. */
    private @Nullable GrpcAnswer status(String method, String id) throws IOException {
      GrpcAnswer answer = call(method, new ProtoWriter().text(1, id).truth(2, true));
      if (answer.status() != GrpcAnswer.OK && answer.status() != GrpcAnswer.NOT_FOUND) {
        throw Grpc.failure(answer);
      }
      return answer.status() == GrpcAnswer.OK ? answer : null;
    }

    Optional<ContainerFacts> find(String id, EngineType engine) throws IOException {
      GrpcAnswer answer = status("ContainerStatus", id);
      if (answer != null) {
        return Optional.of(container(id, engine, answer.message()));
      }
      // A sandbox has a process of its own, in a container that is none to the runtime.
      Sandbox sandbox = sandbox(id);
      return sandbox == null
          ? Optional.empty()
          : Optional.of(
              new ContainerFacts(
                  id,
                  engine,
                  sandbox.pod().name(),
                  Image.UNKNOWN,
                  sandbox.pod().labels(),
                  List.of(),
                  null,
                  sandbox.sharing(),
                  sandbox.pod().ip(),
                  sandbox.pod()));
    }

    private ContainerFacts container(String id, EngineType engine, byte[] message)
        throws IOException {
      byte[] status = {};
      Json info = Json.parse(new byte[] {'{', '}'});
      ProtoReader response = new ProtoReader(message);
      while (response.next()) {
        switch (response.field()) {
          case 1 -> status = response.bytes();
          case 2 -> info = info(response.message(), info);
          default -> {}
        }
      }
      String name = "";
      String image = "";
      String imageReference = "";
      String imageId = "";
      Map<String, String> labels = new TreeMap<>();
      List<Mount> mounts = new ArrayList<>();
      ProtoReader reader = new ProtoReader(status);
      while (reader.next()) {
        switch (reader.field()) {
          case 2 -> name = Grpc.text(reader.message(), 1);
          case 8 -> image = Grpc.text(reader.message(), 1);
          case 9 -> imageReference = reader.text();
          case 12 -> Grpc.entry(reader.message(), labels);
          case 14 -> mounts.add(mount(reader.message()));
          case 17 -> imageId = reader.text();
          default -> {}
        }
      }
      String sandboxId = info.get("sandboxID").text();
      if (sandboxId.isEmpty()) {
        sandboxId = listedSandbox(id);
      }
      Sandbox sandbox = sandboxId.isEmpty() ? null : sandbox(sandboxId);
      Json wanted = info.get("config").get("linux").get("security_context");
      RuntimeSpec spec = new RuntimeSpec(info.get("runtimeSpec"));
      Sharing sharing =
          spec.present() ? sharing(spec, sandbox) : sandbox == null ? null : sandbox.sharing();
      return new ContainerFacts(
          id,
          engine,
          name,
          image(image, imageReference, imageId, info),
          labels,
          List.copyOf(mounts),
          wanted.present()
              ? Boolean.valueOf(wanted.get("privileged").truth())
              : info.get("privileged").present()
                  ? Boolean.valueOf(info.get("privileged").truth())
                  : spec.present() ? Boolean.valueOf(spec.privileged()) : null,
          sharing,
          sandbox == null ? "" : sandbox.pod().ip(),
          sandbox == null ? PodLabels.pod(labels) : sandbox.pod());
    }

    /** A namespace of the pod's has a path in the specification, also when it is the host's. */
    private static Sharing sharing(RuntimeSpec spec, @Nullable Sandbox sandbox) {
      Sharing own = spec.sharing();
      return sandbox == null
          ? own
          : new Sharing(
              own.pid() || sandbox.sharing().pid(),
              own.network() || sandbox.sharing().network(),
              own.ipc() || sandbox.sharing().ipc());
    }

    private static Image image(String name, String reference, String id, Json info) {
      String wanted = name;
      if (wanted.isEmpty() || wanted.startsWith("sha256:")) {
        String configured = info.get("config").get("image").get("user_specified_image").text();
        wanted = configured.isEmpty() ? wanted : configured;
      }
      String digest = Image.digestIn(reference);
      if ((wanted.isEmpty() || wanted.startsWith("sha256:")) && !digest.isEmpty()) {
        wanted = reference;
      }
      String of = id.isEmpty() && reference.startsWith("sha256:") ? reference : id;
      return Image.of(wanted, of, digest);
    }

    private static Mount mount(ProtoReader mount) throws IOException {
      String destination = "";
      String source = "";
      boolean readOnly = false;
      int propagation = 0;
      while (mount.next()) {
        switch (mount.field()) {
          case 1 -> destination = mount.text();
          case 2 -> source = mount.text();
          case 3 -> readOnly = mount.number() != 0;
          case 5 -> propagation = (int) mount.number();
          default -> {}
        }
      }
      return new Mount(
          source,
          destination,
          "",
          !readOnly,
          propagation >= 0 && propagation < PROPAGATIONS.length
              ? PROPAGATIONS[propagation]
              : "unknown");
    }

    /** The sandbox of a container whose verbose status does not tell it. */
    private String listedSandbox(String id) throws IOException {
      ProtoWriter filter = new ProtoWriter().text(1, id);
      GrpcAnswer answer = call("ListContainers", new ProtoWriter().message(1, filter));
      return answer.status() == GrpcAnswer.OK
          ? Grpc.text(new ProtoReader(Grpc.bytes(new ProtoReader(answer.message()), 1)), 2)
          : "";
    }

    private @Nullable Sandbox sandbox(String id) throws IOException {
      GrpcAnswer answer = status("PodSandboxStatus", id);
      if (answer == null) {
        return null;
      }
      byte[] status = {};
      Json info = Json.parse(new byte[] {'{', '}'});
      ProtoReader response = new ProtoReader(answer.message());
      while (response.next()) {
        switch (response.field()) {
          case 1 -> status = response.bytes();
          case 2 -> info = info(response.message(), info);
          default -> {}
        }
      }
      String name = "";
      String uid = "";
      String namespace = "";
      String ip = "";
      Sharing sharing = new Sharing(false, false, false);
      Map<String, String> labels = new TreeMap<>();
      ProtoReader reader = new ProtoReader(status);
      while (reader.next()) {
        switch (reader.field()) {
          case 2 -> {
            byte[] metadata = reader.bytes();
            name = Grpc.text(new ProtoReader(metadata), 1);
            uid = Grpc.text(new ProtoReader(metadata), 2);
            namespace = Grpc.text(new ProtoReader(metadata), 3);
          }
          case 5 -> ip = Grpc.text(reader.message(), 1);
          case 6 -> sharing = sandboxSharing(Grpc.bytes(reader.message(), 1));
          case 7 -> Grpc.entry(reader.message(), labels);
          default -> {}
        }
      }
      Json cni = info.get("cniResult");
      String cniJson =
          cni.present()
              ? cni.toString()
              : info.get("runtimeSpec").get("annotations").get(CNI_ANNOTATION).text();
      return new Sandbox(new Pod(name, namespace, uid, id, labels, ip, cniJson), sharing);
    }

    /** The options of the sandbox's namespaces. */
    private static Sharing sandboxSharing(byte[] namespaces) throws IOException {
      boolean network = false;
      boolean pid = false;
      boolean ipc = false;
      ProtoReader options = new ProtoReader(Grpc.bytes(new ProtoReader(namespaces), 2));
      while (options.next()) {
        boolean node = options.number() == NODE;
        switch (options.field()) {
          case 1 -> network = node;
          case 2 -> pid = node;
          case 3 -> ipc = node;
          default -> {}
        }
      }
      return new Sharing(pid, network, ipc);
    }

    /** The runtime's own words, JSON under the key {@code info}; broken ones are passed over. */
    private static Json info(ProtoReader entry, Json before) throws IOException {
      Map<String, String> read = new TreeMap<>();
      Grpc.entry(entry, read);
      String text = read.get("info");
      if (text == null) {
        return before;
      }
      try {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        return before;
      }
    }
  }

  private record Sandbox(Pod pod, Sharing sharing) {}
}
