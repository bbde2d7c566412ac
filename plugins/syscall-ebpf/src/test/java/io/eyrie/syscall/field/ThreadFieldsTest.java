// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.capture.Facts;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.UserFacts;
import org.junit.jupiter.api.Test;

class ThreadFieldsTest {

  private static final int UNLINK = 301;
  private static final int SWITCH = 152;
  private static final int PROCINFO = 234;

  private final Scene scene = Scene.family().happens(UNLINK, 1, 30, 0, "/tmp/x");

  @Test
  void aThreadHasIdsAndCapabilities() {
    assertThat(scene.shows("thread.tid")).isEqualTo("30");
    assertThat(scene.shows("thread.vtid")).isEqualTo("30");
    assertThat(scene.shows("thread.ismain")).isEqualTo("true");
    assertThat(scene.shows("thread.nametid")).isEqualTo("cat30");
    assertThat(scene.shows("thread.cap_inheritable"))
        .isEqualTo("CAP_CHOWN CAP_DAC_READ_SEARCH CAP_FSETID");
    assertThat(scene.shows("thread.cap_permitted"))
        .isEqualTo("CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FSETID");
    scene.happens(353, 2, 30, 0, 0, 0, 1L << 40);
    assertThat(scene.shows("thread.cap_effective")).isEqualTo("CAP_CHECKPOINT_RESTORE");
    assertThat(scene.shows("thread.cap_permitted")).isEmpty();
  }

  @Test
  void cgroupsAreFoundByTheirSubsystem() {
    assertThat(scene.shows("thread.cgroups")).isEqualTo("cpu=/a memory=/b");
    assertThat(scene.shows("thread.cgroup[memory]")).isEqualTo("/b");
    assertThat(scene.shows("thread.cgroup[mem]")).isNull();
    assertThat(scene.shows("container.id")).isEqualTo("host");
    assertThat(scene.shows("container.full_id")).isEqualTo("host");
  }

  @Test
  void memoryAndLimitsAreThoseOfTheProcess() {
    assertThat(scene.shows("proc.vmsize")).isEqualTo("31");
    assertThat(scene.shows("proc.vmrss")).isEqualTo("32");
    assertThat(scene.shows("proc.vmswap")).isEqualTo("33");
    assertThat(scene.shows("thread.pfmajor")).isEqualTo("34");
    assertThat(scene.shows("thread.pfminor")).isEqualTo("35");
    assertThat(scene.shows("thread.vmsize.b")).isEqualTo("31744");
    assertThat(scene.shows("proc.fdlimit")).isEqualTo("1024");
    scene.happens(159, 2, 30, 0, 100, 50, 0, 0);
    assertThat(scene.shows("thread.vmsize")).isEqualTo("100");
    scene.happens(143, 3, 30, 0, 64, 64, 7);
    assertThat(scene.shows("proc.fdlimit")).isEqualTo("64");
  }

  @Test
  void standardDescriptorsAndTheirNumberAreKnown() {
    scene.happens(3, 2, 30, 1, "/dev/null", 2, 0, 0, 0);
    assertThat(scene.shows("proc.stdout.type")).isEqualTo("file");
    assertThat(scene.shows("proc.stdout.name")).isEqualTo("/dev/null");
    assertThat(scene.shows("proc.stdin.name")).isNull();
    assertThat(scene.shows("proc.fdopencount")).isEqualTo("1");
    assertThat(scene.shows("proc.fdusage")).isEqualTo("0.09765625");
  }

  @Test
  void timeOnAProcessorIsToldBySwitches() {
    scene.happens(SWITCH, 100, 20, 30, 0, 0, 0, 0, 0).happens(SWITCH, 140, 30, 20, 0, 0, 0, 0, 0);
    assertThat(scene.shows("thread.exectime")).isEqualTo("40");
    assertThat(scene.shows("thread.totexectime")).isEqualTo("40");
    scene.happens(PROCINFO, 200, 30, 10, 20);
    assertThat(scene.shows("thread.cpu")).isNull();
    scene.happens(PROCINFO, 300, 30, 15, 22);
    assertThat(scene.shows("thread.cpu.user")).isEqualTo("5.0");
    assertThat(scene.shows("thread.cpu.system")).isEqualTo("2.0");
    assertThat(scene.shows("thread.cpu")).isEqualTo("7.0");
  }

  @Test
  void threadsOfAProcessAreCounted() {
    assertThat(scene.shows("proc.nthreads")).isEqualTo("1");
    scene.happens(
        223,
        2,
        30,
        31,
        "/bin/cat",
        null,
        30,
        30,
        20,
        "",
        0,
        0,
        0,
        0,
        0,
        0,
        "cat",
        null,
        0x2001,
        0,
        0,
        30,
        30,
        0);
    assertThat(scene.shows("proc.nthreads")).isEqualTo("2");
    scene.happens(UNLINK, 3, 31, 0, "/x");
    assertThat(scene.shows("proc.nchilds")).isEqualTo("1");
    assertThat(scene.shows("thread.ismain")).isEqualTo("false");
    assertThat(scene.shows("proc.pid")).isEqualTo("30");
    scene.happens(186, 4, 31, 0, 0, 0, 0, 0).happens(UNLINK, 5, 30, 0, "/x");
    assertThat(scene.shows("proc.nthreads")).isEqualTo("1");
  }

  @Test
  void usersAndGroupsHaveNamesWhenATableTellsThem() {
    assertThat(scene.shows("user.uid")).isEqualTo("1000");
    assertThat(scene.shows("user.name")).isEqualTo("<NA>");
    assertThat(scene.shows("user.loginuid")).isEqualTo("1002");
    assertThat(scene.shows("group.gid")).isEqualTo("1001");
    assertThat(scene.shows("group.name")).isEqualTo("<NA>");
    scene.state.user(
        new UserFacts(
            1000, 1001, Facts.bytes("ada"), Facts.bytes("/home/ada"), Facts.bytes("/bin/sh")));
    scene.state.group(new GroupFacts(1001, Facts.bytes("staff")));
    assertThat(scene.shows("user.name")).isEqualTo("ada");
    assertThat(scene.shows("user.homedir")).isEqualTo("/home/ada");
    assertThat(scene.shows("user.shell")).isEqualTo("/bin/sh");
    assertThat(scene.shows("user.loginname")).isEqualTo("<NA>");
    assertThat(scene.shows("group.name")).isEqualTo("staff");
    scene.happens(199, 2, 30, 0, 0);
    assertThat(scene.shows("user.name")).isEqualTo("root");
    assertThat(scene.shows("user.homedir")).isEqualTo("/root");
    scene.happens(193, 3, 30, 0, 1, 0xffff_ffffL, 1);
    assertThat(scene.shows("user.uid")).isEqualTo("0");
  }
}
