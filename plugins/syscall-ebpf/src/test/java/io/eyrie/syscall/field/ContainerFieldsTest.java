// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.container.ContainerEntry;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Pod;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.container.EngineType;
import io.eyrie.syscall.container.Image;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules see of containers and pods. */
final class ContainerFieldsTest {

  private static final int UNLINK = 301;
  private static final String ID = "0123456789ab".repeat(5) + "cdef";

  private static final ContainerFacts FACTS =
      new ContainerFacts(
          ID,
          EngineType.CRIO,
          "app",
          new Image("reg:5000/nginx:1.27", "cc55", "reg:5000/nginx", "1.27", "sha256:dd"),
          Map.of("team", "birds"),
          List.of(
              new Mount("/var/lib/kubelet", "/kubelet", "", true, "private"),
              new Mount("/etc", "/host/etc", "ro", false, "rslave")),
          true,
          new Sharing(false, true, false),
          "",
          new Pod("p-0", "shops", "uid-1", ID, Map.of("tier", "front"), "10.1.2.3", "{}"));

  private final Scene known =
      Scene.family()
          .containers(_ -> ContainerEntry.known(new ContainerRef(ID, EngineType.CRIO), FACTS))
          .happens(UNLINK, 1, 30, 0, "/tmp/x");

  @ParameterizedTest
  @CsvSource({
    "container.name, app",
    "container.type, cri-o",
    "container.image, reg:5000/nginx:1.27",
    "container.image.id, cc55",
    "container.image.repository, reg:5000/nginx",
    "container.image.tag, 1.27",
    "container.image.digest, sha256:dd",
    "container.privileged, true",
    "container.mount[0], /var/lib/kubelet:/kubelet::true:private",
    "container.mount[1], /etc:/host/etc:ro:false:rslave",
    "container.mount[2], ",
    "container.mount[/etc], /etc:/host/etc:ro:false:rslave",
    "container.mount[/kubelet], ",
    "container.mount.dest[/var/lib/*], /kubelet",
    "container.mount.dest[/e?c], /host/etc",
    "container.mount.dest[/proc*], ",
    "container.mount.source[/host/*], /etc",
    "container.mount.mode[/etc], ro",
    "container.mount.rdwr[/etc], false",
    "container.mount.propagation[0], private",
    "container.label[team], birds",
    "container.label[none], ",
    "container.labels, team:birds",
    "container.ip, 10.1.2.3",
    "container.cni.json, {}",
    "container.host_pid, false",
    "container.host_network, true",
    "container.host_ipc, false",
    "container.healthcheck, ",
    "proc.is_container_healthcheck, false",
    "k8s.ns.name, shops",
    "k8s.pod.name, p-0",
    "k8s.pod.id, uid-1",
    "k8s.pod.uid, uid-1",
    "k8s.pod.sandbox_id, 0123456789ab",
    "k8s.pod.label[tier], front",
    "k8s.pod.labels, tier:front",
    "k8s.pod.ip, 10.1.2.3",
    "k8s.pod.cni.json, {}",
    "k8s.rc.name, ",
    "k8s.ns.label[a], ",
  })
  void aFieldOfAKnownContainer(String field, String value) {
    assertThat(known.shows(field)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "container.id, host",
    "container.full_id, host",
    "container.name, host",
    "container.type, host",
    "container.image, ''",
    "container.image.repository, ''",
    "container.privileged, ",
    "container.mounts, ",
    "container.label[team], ",
    "container.duration, ",
    "k8s.pod.name, ",
  })
  void aFieldOfTheHost(String field, String value) {
    Scene host = Scene.family().happens(UNLINK, 1, 30, 0, "/tmp/x");
    assertThat(host.shows(field)).isEqualTo(value);
  }
}
