// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers that a capture tells of, in events among the others: an object {@code container}
 * of JSON each, as Falco's container plugin and its ancestors write it. One thread.
 */
public final class CapturedContainers implements Containers {

  private static final int MOST = 16_384;

  /** The numbers of what runs a container, in those events. */
  private static final Map<String, EngineType> ENGINES =
      Map.of(
          "0", EngineType.DOCKER,
          "1", EngineType.LXC,
          "2", EngineType.LIBVIRT_LXC,
          "6", EngineType.CRI,
          "7", EngineType.CONTAINERD,
          "8", EngineType.CRIO,
          "9", EngineType.BPM,
          "11", EngineType.PODMAN);

  private final Map<String, ContainerEntry> byId = new LinkedHashMap<>();

  /** No container is known. */
  public CapturedContainers() {}

  @Override
  public ContainerEntry entry(ContainerRef ref) {
    ContainerEntry told = byId.get(ref.id());
    return told == null ? ref.unasked() : told;
  }

  /** Forgets all. */
  public void clear() {
    byId.clear();
  }

  /**
   * Takes what an event tells; whether it is such an object. Beyond the bound the container that
   * was told first is forgotten.
   */
  public boolean tell(byte[] json, int offset, int length) {
    Json told;
    try {
      told = Json.parse(Arrays.copyOfRange(json, offset, offset + length));
    } catch (IOException _) {
      return false;
    }
    Json container = told.get("container").present() ? told.get("container") : told;
    String id = container.get("id").text();
    if (id.isEmpty()) {
      return false;
    }
    String fullId = container.get("full_id").text();
    ContainerFacts facts = facts(container, fullId.isEmpty() ? id : fullId);
    if (byId.size() >= MOST && !byId.containsKey(id)) {
      Iterator<String> first = byId.keySet().iterator();
      first.next();
      first.remove();
    }
    byId.put(id, ContainerEntry.known(new ContainerRef(facts.fullId(), facts.engine()), facts));
    return true;
  }

  private static ContainerFacts facts(Json container, String fullId) {
    Map<String, String> labels = container.get("labels").texts();
    List<Mount> mounts = new ArrayList<>();
    for (Json mount : container.get("Mounts").items()) {
      mounts.add(
          new Mount(
              mount.get("Source").text(),
              mount.get("Destination").text(),
              mount.get("Mode").text(),
              mount.get("RW").truth(),
              mount.get("Propagation").text()));
    }
    boolean sharing = container.get("host_pid").present();
    return new ContainerFacts(
        fullId,
        ENGINES.getOrDefault(container.get("type").text(), EngineType.UNKNOWN),
        container.get("name").text(),
        new Image(
            container.get("image").text(),
            container.get("imageid").text(),
            container.get("imagerepo").text(),
            container.get("imagetag").text(),
            container.get("imagedigest").text()),
        labels,
        List.copyOf(mounts),
        container.get("privileged").present() ? container.get("privileged").truth() : null,
        sharing
            ? new Sharing(
                container.get("host_pid").truth(),
                container.get("host_network").truth(),
                container.get("host_ipc").truth())
            : null,
        container.get("ip").text(),
        pod(container, labels));
  }

  private static @Nullable Pod pod(Json container, Map<String, String> labels) {
    Pod pod = PodLabels.pod(labels);
    if (pod == null) {
      return null;
    }
    String sandbox = container.get("pod_sandbox_id").text();
    return new Pod(
        pod.name(),
        pod.namespace(),
        pod.uid(),
        sandbox.isEmpty() ? pod.sandboxId() : sandbox,
        container.get("pod_sandbox_labels").texts(),
        container.get("ip").text(),
        container.get("cni_json").text());
  }

  /** What is known of a container as such an object, in UTF-8. */
  public static byte[] json(ContainerFacts facts) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("id", facts.id());
    container.put("full_id", facts.fullId());
    ENGINES.forEach((number, engine) -> {
      if (engine == facts.engine()) {
        container.put("type", Integer.parseInt(number));
      }
    });
    container.put("name", facts.name());
    container.put("image", facts.image().name());
    container.put("imageid", facts.image().id());
    container.put("imagerepo", facts.image().repository());
    container.put("imagetag", facts.image().tag());
    container.put("imagedigest", facts.image().digest());
    container.put("ip", facts.ip());
    container.put("labels", facts.labels());
    List<Map<String, Object>> mounts = new ArrayList<>();
    for (Mount mount : facts.mounts()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("Source", mount.source());
      each.put("Destination", mount.destination());
      each.put("Mode", mount.mode());
      each.put("RW", mount.writable());
      each.put("Propagation", mount.propagation());
      mounts.add(each);
    }
    container.put("Mounts", mounts);
    if (facts.privileged() != null) {
      container.put("privileged", facts.privileged());
    }
    Sharing sharing = facts.sharing();
    if (sharing != null) {
      container.put("host_pid", sharing.pid());
      container.put("host_network", sharing.network());
      container.put("host_ipc", sharing.ipc());
    }
    Pod pod = facts.pod();
    if (pod != null) {
      container.put("pod_sandbox_id", pod.sandboxId());
      container.put("pod_sandbox_labels", pod.labels());
      container.put("cni_json", pod.cniJson());
      if (!pod.ip().isEmpty()) {
        container.put("ip", pod.ip());
      }
    }
    return Json.of(Map.of("container", container)).toString().getBytes(StandardCharsets.UTF_8);
  }
}
