// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which container and which engine the names of cgroups tell. */
final class CgroupNamesTest {

  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "cpu=/docker/ID, DOCKER, ID",
    "cpu=/system.slice/docker-ID.scope, DOCKER, ID",
    "cpu=/machine.slice/libpod-ID.scope, PODMAN, ID",
    "cpu=/machine.slice/libpod-ID.scope/container, PODMAN, ID",
    "cpu=/libpod_parent/ID, PODMAN, ID",
    "cpu=/machine.slice/libpod-conmon-ID.scope, HOST, host",
    "cpu=/kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope, CONTAINERD, ID",
    "cpu=/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:ID, CONTAINERD, ID",
    "cpu=/kubepods.slice/kubepods-pod1.slice/crio-ID.scope, CRIO, ID",
    "cpu=/kubepods.slice/crio-conmon-ID.scope, HOST, host",
    "cpu=/kubepods/burstable/pod7/ID, CRI, ID",
    "cpu=/default/ID, UNKNOWN, ID",
    "cpu=ID, UNKNOWN, ID",
    "cpu=/lxc/box, LXC, box",
    "cpu=/lxc/box/system.slice/sshd.service, LXC, box",
    "cpu=/lxc.payload.box, LXC, box",
    "cpu=/lxc.payload/box, LXC, box",
    "cpu=/machine.slice/machine-lxc\\x2d5\\x2dbox.scope, LIBVIRT_LXC, 5\\x2dbox",
    "cpu=/machine/box.libvirt-lxc, LIBVIRT_LXC, box",
    "cpu=/system.slice/bpm-router.scope, BPM, router",
    "cpu=/user.slice/user-0.slice, HOST, host",
    "cpu=/, HOST, host",
    "cpu=/aID, HOST, host",
  })
  void aCgroupTellsContainerAndEngine(String cgroup, EngineType engine, String id) {
    ContainerRef ref = CgroupNames.container(bytes("memory=/", cgroup.replace("ID", ID)));
    assertThat(ref.engine()).isEqualTo(engine);
    assertThat(ref.fullId()).isEqualTo(id.replace("ID", ID));
    assertThat(ref.id()).isEqualTo(id.replace("ID", "0123456789ab"));
  }

  private static byte[] bytes(String... cgroups) {
    return (String.join("\0", cgroups) + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
