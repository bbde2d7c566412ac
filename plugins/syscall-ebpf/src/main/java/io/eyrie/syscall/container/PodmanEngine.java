// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.rpc.Deadline;
import io.eyrie.syscall.rpc.HttpAnswer;
import io.eyrie.syscall.rpc.HttpGet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Podman, by its own API (libpod), of any version from 3 on. */
final class PodmanEngine implements ContainerEngine {

  /** The oldest version that all later ones still serve. */
  private static final String API = "/v3.0.0/libpod";

  @Override
  public Optional<ContainerFacts> find(Path socket, String id, Deadline deadline)
      throws IOException {
    HttpAnswer answer = HttpGet.ask(socket, API + "/containers/" + id + "/json", deadline);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw new IOException("HTTP status " + answer.status());
    }
    Json container = Json.parse(answer.body());
    Json hostConfig = container.get("HostConfig");
    Map<String, String> labels = container.get("Config").get("Labels").texts();
    return Optional.of(
        new ContainerFacts(
            id,
            EngineType.PODMAN,
            container.get("Name").text(),
            Image.of(
                container.get("ImageName").text(),
                container.get("Image").text(),
                container.get("ImageDigest").text()),
            labels,
            InspectAnswers.mounts(container),
            hostConfig.get("Privileged").truth(),
            InspectAnswers.sharing(hostConfig),
            InspectAnswers.ip(container.get("NetworkSettings")),
            PodLabels.pod(labels)));
  }
}
