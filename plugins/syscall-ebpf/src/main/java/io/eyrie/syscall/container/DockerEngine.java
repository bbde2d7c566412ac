// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.rpc.Deadline;
import io.eyrie.syscall.rpc.HttpAnswer;
import io.eyrie.syscall.rpc.HttpGet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Docker, by its Engine API. */
final class DockerEngine implements ContainerEngine {

  /** Another container's network is looked up once, not along a chain. */
  private static final String OF_CONTAINER = "container:";

  @Override
  public Optional<ContainerFacts> find(Path socket, String id, Deadline deadline)
      throws IOException {
    Optional<Json> found = get(socket, "/containers/" + id + "/json", deadline);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Json container = found.get();
    Json hostConfig = container.get("HostConfig");
    Map<String, String> labels = container.get("Config").get("Labels").texts();
    String name = container.get("Name").text();
    return Optional.of(
        new ContainerFacts(
            id,
            EngineType.DOCKER,
            name.startsWith("/") ? name.substring(1) : name,
            image(socket, container, deadline),
            labels,
            InspectAnswers.mounts(container),
            hostConfig.get("Privileged").truth(),
            InspectAnswers.sharing(hostConfig),
            ip(socket, container, deadline),
            pod(socket, id, labels, deadline)));
  }

  /** The pod's own labels and address are those of its sandbox, a container like others. */
  private static @Nullable Pod pod(
      Path socket, String id, Map<String, String> labels, Deadline deadline) throws IOException {
    Pod pod = PodLabels.pod(labels);
    if (pod == null || pod.sandboxId().isEmpty() || pod.sandboxId().equals(id)) {
      return pod;
    }
    Optional<Json> sandbox = get(socket, "/containers/" + pod.sandboxId() + "/json", deadline);
    return sandbox.isEmpty()
        ? pod
        : new Pod(
            pod.name(),
            pod.namespace(),
            pod.uid(),
            pod.sandboxId(),
            sandbox.get().get("Config").get("Labels").texts(),
            InspectAnswers.ip(sandbox.get().get("NetworkSettings")),
            "");
  }

  private static String ip(Path socket, Json container, Deadline deadline) throws IOException {
    String mode = container.get("HostConfig").get("NetworkMode").text();
    if (mode.startsWith(OF_CONTAINER)) {
      String other = mode.substring(OF_CONTAINER.length());
      return get(socket, "/containers/" + other + "/json", deadline)
          .map(found -> InspectAnswers.ip(found.get("NetworkSettings")))
          .orElse("");
    }
    return InspectAnswers.ip(container.get("NetworkSettings"));
  }

  /** The registry's digest is known of the image only, and so is its name when started by id. */
  private static Image image(Path socket, Json container, Deadline deadline) throws IOException {
    String id = container.get("Image").text();
    String name = container.get("Config").get("Image").text();
    Optional<Json> found =
        id.isEmpty() ? Optional.empty() : get(socket, "/images/" + id + "/json", deadline);
    String digest = "";
    if (found.isPresent()) {
      for (Json reference : found.get().get("RepoDigests").items()) {
        digest = digest.isEmpty() ? Image.digestIn(reference.text()) : digest;
      }
      if (name.isEmpty() || id.contains(name)) {
        for (Json tag : found.get().get("RepoTags").items()) {
          name = tag.text();
          break;
        }
      }
    }
    return Image.of(name, id, digest);
  }

  private static Optional<Json> get(Path socket, String target, Deadline deadline)
      throws IOException {
    HttpAnswer answer = HttpGet.ask(socket, target, deadline);
    return switch (answer.status()) {
      case 200 -> Optional.of(Json.parse(answer.body()));
      case 404 -> Optional.empty();
      default -> throw new IOException("HTTP status " + answer.status());
    };
  }
}
