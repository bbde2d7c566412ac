// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.rpc.Deadline;
import io.eyrie.syscall.rpc.GrpcAnswer;
import io.eyrie.syscall.rpc.GrpcConnection;
import io.eyrie.syscall.rpc.ProtoReader;
import io.eyrie.syscall.rpc.ProtoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * containerd, by its own API: containers of {@code ctr}, nerdctl and whatever else uses it without
 * Kubernetes. A container is of one of its namespaces, so all are asked.
 */
final class ContainerdEngine implements ContainerEngine {

  private static final int MOST_NAMESPACES = 64;
  private static final String NERDCTL_NAME = "nerdctl/name";

  @Override
  public Optional<ContainerFacts> find(Path socket, String id, Deadline deadline)
      throws IOException {
    try (GrpcConnection connection = GrpcConnection.open(socket, deadline)) {
      for (String namespace : namespaces(connection)) {
        Map<String, String> metadata = Map.of("containerd-namespace", namespace);
        GrpcAnswer answer =
            connection.call(
                "containerd.services.containers.v1.Containers/Get",
                metadata,
                new ProtoWriter().text(1, id).toBytes());
        if (answer.status() == GrpcAnswer.OK) {
          return Optional.of(facts(id, answer.message(), connection, metadata));
        }
        if (answer.status() != GrpcAnswer.NOT_FOUND) {
          throw Grpc.failure(answer);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> namespaces(GrpcConnection connection) throws IOException {
    GrpcAnswer answer =
        connection.call("containerd.services.namespaces.v1.Namespaces/List", Map.of(), new byte[0]);
    if (answer.status() != GrpcAnswer.OK) {
      throw Grpc.failure(answer);
    }
    List<String> names = new ArrayList<>();
    ProtoReader list = new ProtoReader(answer.message());
    while (list.next() && names.size() < MOST_NAMESPACES) {
      if (list.field() == 1) {
        names.add(Grpc.text(list.message(), 1));
      }
    }
    return names;
  }

  private static ContainerFacts facts(
      String id, byte[] message, GrpcConnection connection, Map<String, String> metadata)
      throws IOException {
    Map<String, String> labels = new TreeMap<>();
    String image = "";
    Json spec = Json.parse(new byte[] {'{', '}'});
    ProtoReader container = new ProtoReader(Grpc.bytes(new ProtoReader(message), 1));
    while (container.next()) {
      switch (container.field()) {
        case 2 -> Grpc.entry(container.message(), labels);
        case 3 -> image = container.text();
        case 5 -> {
          byte[] json = Grpc.bytes(container.message(), 2);
          spec = json.length == 0 ? spec : Json.parse(json);
        }
        default -> {}
      }
    }
    RuntimeSpec runtime = new RuntimeSpec(spec);
    return new ContainerFacts(
        id,
        EngineType.CONTAINERD,
        labels.getOrDefault(NERDCTL_NAME, ContainerRef.shortened(id)),
        image(image, connection, metadata),
        labels,
        runtime.mounts(),
        runtime.present() ? runtime.privileged() : null,
        runtime.present() ? runtime.sharing() : null,
        "",
        PodLabels.pod(labels));
  }

  private static Image image(String name, GrpcConnection connection, Map<String, String> metadata)
      throws IOException {
    if (name.isEmpty()) {
      return Image.UNKNOWN;
    }
    GrpcAnswer answer =
        connection.call(
            "containerd.services.images.v1.Images/Get",
            metadata,
            new ProtoWriter().text(1, name).toBytes());
    String digest = "";
    if (answer.status() == GrpcAnswer.OK) {
      byte[] image = Grpc.bytes(new ProtoReader(answer.message()), 1);
      byte[] target = Grpc.bytes(new ProtoReader(image), 3);
      digest = Grpc.text(new ProtoReader(target), 2);
    }
    return Image.of(name, digest, digest);
  }
}
