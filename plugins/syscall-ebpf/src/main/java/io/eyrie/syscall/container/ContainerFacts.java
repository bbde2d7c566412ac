// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of a container. Texts are empty when it says nothing.
 *
 * @param fullId its id, whole
 * @param engine what runs it
 * @param name its name
 * @param image what it was made of
 * @param labels its labels, in the order of their keys
 * @param mounts what is mounted into it
 * @param privileged whether it runs without confinement; null when the engine does not tell
 * @param sharing which namespaces it shares with the host; null when the engine does not tell
 * @param ip its primary IPv4 address
 * @param pod the pod it belongs to, or null
 */
public record ContainerFacts(
    String fullId,
    EngineType engine,
    String name,
    Image image,
    Map<String, String> labels,
    List<Mount> mounts,
    @Nullable Boolean privileged,
    @Nullable Sharing sharing,
    String ip,
    @Nullable Pod pod) {

  /** Its own id as rules know it. */
  public String id() {
    return ContainerRef.shortened(fullId);
  }

  /** Whether nothing is missing that the engine may tell a moment later. */
  boolean complete() {
    boolean networked = sharing == null || !sharing.network();
    return !networked || !ip.isEmpty() || (pod != null && !pod.ip().isEmpty());
  }

  /**
   * Which namespaces are the host's.
   *
   * @param pid that of processes
   * @param network that of network
   * @param ipc that of messages and shared memory
   */
  public record Sharing(boolean pid, boolean network, boolean ipc) {}

  /**
   * Something mounted.
   *
   * @param source a path of the host, or a name
   * @param destination a path in the container
   * @param mode what the engine calls its mode
   * @param writable whether it can be written to
   * @param propagation private, rslave ...
   */
  public record Mount(
      String source, String destination, String mode, boolean writable, String propagation) {}

  /**
   * A pod of Kubernetes.
   *
   * @param name its name
   * @param namespace its namespace
   * @param uid its uid
   * @param sandboxId the id of its sandbox, whole
   * @param labels its labels, in the order of their keys
   * @param ip its address
   * @param cniJson what the network plugins answered, JSON
   */
  public record Pod(
      String name,
      String namespace,
      String uid,
      String sandboxId,
      Map<String, String> labels,
      String ip,
      String cniJson) {}
}
