// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.capture.Facts;
import org.junit.jupiter.api.Test;

class ProcessFieldsTest {

  private static final int PROCINFO = 234;
  private static final int UNLINK = 301;
  private static final int CLONE = 223;

  private final Scene scene = Scene.family().happens(UNLINK, 1, 30, 0, "/tmp/x");

  @Test
  void aProcessHasItsProgram() {
    assertThat(scene.shows("proc.name")).isEqualTo("cat");
    assertThat(scene.shows("proc.exe")).isEqualTo("/bin/cat");
    assertThat(scene.shows("proc.exepath")).isEqualTo("/usr/bin/cat");
    assertThat(scene.shows("proc.cmdline")).isEqualTo("cat -c date");
    assertThat(scene.shows("proc.exeline")).isEqualTo("/bin/cat -c date");
    assertThat(scene.shows("proc.cmdnargs")).isEqualTo("2");
    assertThat(scene.shows("proc.cmdlenargs")).isEqualTo("6");
    assertThat(scene.shows("proc.cwd")).isEqualTo("/root/");
    assertThat(scene.shows("proc.pid")).isEqualTo("30");
    assertThat(scene.shows("proc.vpid")).isEqualTo("30");
    assertThat(scene.shows("proc.tty")).isEqualTo("34816");
  }

  @Test
  void argumentsAndVariablesAreTakenOneByOne() {
    assertThat(scene.shows("proc.args")).isEqualTo("-c date");
    assertThat(scene.shows("proc.args[1]")).isEqualTo("date");
    assertThat(scene.shows("proc.args[2]")).isEmpty();
    assertThat(scene.shows("proc.env")).isEqualTo("HOME=/root");
    assertThat(scene.shows("proc.env[HOME]")).isEqualTo("/root");
    assertThat(scene.shows("proc.env[HOM]")).isEmpty();
  }

  @Test
  void aParentIsOneStepUp() {
    assertThat(scene.shows("proc.pname")).isEqualTo("bash");
    assertThat(scene.shows("proc.pexe")).isEqualTo("/bin/bash");
    assertThat(scene.shows("proc.pexepath")).isEqualTo("/usr/bin/bash");
    assertThat(scene.shows("proc.pcmdline")).isEqualTo("bash -c date");
    assertThat(scene.shows("proc.ppid")).isEqualTo("20");
    assertThat(scene.shows("proc.pvpid")).isEqualTo("20");
  }

  @Test
  void anAncestorIsFoundByItsLevelOrIsAnyOfThem() {
    assertThat(scene.shows("proc.aname[0]")).isEqualTo("cat");
    assertThat(scene.shows("proc.aname[3]")).isEqualTo("init");
    assertThat(scene.shows("proc.aname[4]")).isNull();
    assertThat(scene.shows("proc.aname[9999999999]")).isNull();
    assertThat(scene.shows("proc.aname")).isEqualTo("(bash,sshd,init)");
    assertThat(scene.shows("proc.aexe[2]")).isEqualTo("/bin/sshd");
    assertThat(scene.shows("proc.aexepath[2]")).isEqualTo("/usr/bin/sshd");
    assertThat(scene.shows("proc.acmdline[2]")).isEqualTo("sshd -c date");
    assertThat(scene.shows("proc.apid")).isEqualTo("(20,10,1)");
    assertThat(scene.shows("proc.apid[2]")).isEqualTo("10");
    assertThat(scene.shows("proc.aargs")).isEqualTo("-c date -c date -c date");
    assertThat(scene.shows("proc.aargs[1]")).isEqualTo("-c date");
    assertThat(scene.shows("proc.aenv[1]")).isEqualTo("HOME=/root");
    assertThat(scene.shows("proc.aenv[HOME]")).isEqualTo("/root");
    assertThat(scene.shows("proc.aenv[NOPE]")).isNull();
    assertThat(scene.shows("proc.loginshellid")).isEqualTo("20");
  }

  @Test
  void anAncestryThatRunsInACircleEnds() {
    Scene circle = new Scene();
    circle.state.thread(Facts.process(2, 3, "a"));
    circle.state.thread(Facts.process(3, 4, "b"));
    circle.state.thread(Facts.process(4, 2, "c"));
    circle.state.seeded();
    circle.happens(UNLINK, 1, 2, 0, "/tmp/x");
    assertThat(circle.shows("proc.aname[2]")).isEqualTo("c");
    assertThat(circle.shows("proc.aname[500]")).isNull();
  }

  @Test
  void anEventWithoutAThreadHasNoneOfThem() {
    Scene unknown = Scene.family().happens(PROCINFO, 1, 99, 5, 6);
    for (String field :
        new String[] {
          "proc.name", "proc.pname", "proc.aname", "proc.aname[1]", "proc.args", "proc.env[A]",
          "proc.sname", "proc.duration", "user.name", "group.name", "fd.num", "fd.name",
          "container.id", "thread.cgroups", "proc.loginshellid"
        }) {
      assertThat(unknown.shows(field)).as(field).isNull();
    }
    assertThat(unknown.shows("thread.tid")).isEqualTo("99");
  }

  @Test
  void aChildOfAnEndedParentGetsTheReaper() {
    scene.happens(186, 2, 20, 0, 0, 0, 0, 1);
    scene.happens(UNLINK, 3, 30, 0, "/tmp/x");
    assertThat(scene.shows("proc.pname")).isEqualTo("init");
    assertThat(scene.shows("proc.aname")).isEqualTo("(init)");
  }

  @Test
  void timesAreCountedFromTheCloneThatMadeTheProcess() {
    scene.happens(
        CLONE,
        Scene.SECOND,
        30,
        40,
        "/bin/cat",
        null,
        30,
        30,
        20,
        "",
        1024,
        0,
        0,
        0,
        0,
        0,
        "cat",
        null,
        0,
        0,
        0,
        30,
        30,
        0);
    scene.happens(UNLINK, 3 * Scene.SECOND, 40, 0, "/tmp/x");
    assertThat(scene.shows("proc.duration")).isEqualTo(Long.toString(2 * Scene.SECOND));
    assertThat(scene.shows("proc.pid.ts")).isEqualTo(Long.toString(Scene.SECOND));
    assertThat(scene.shows("proc.ppid.duration")).isNull();
    assertThat(scene.shows("proc.exe_ino")).isEqualTo("11");
    assertThat(scene.shows("proc.exe_ino.ctime")).isEqualTo("12");
    assertThat(scene.shows("proc.exe_ino.mtime")).isEqualTo("13");
    assertThat(scene.shows("proc.exe_ino.ctime_duration_proc_start"))
        .isEqualTo(Long.toString(Scene.SECOND - 12));
    assertThat(scene.shows("proc.exe_ino.ctime_duration_pidns_start")).isNull();
    assertThat(scene.shows("proc.pidns_init_start_ts")).isEqualTo("41");
    assertThat(scene.shows("proc.is_exe_writable")).isEqualTo("true");
    assertThat(scene.shows("proc.is_exe_upper_layer")).isEqualTo("true");
    assertThat(scene.shows("proc.is_exe_lower_layer")).isEqualTo("false");
    assertThat(scene.shows("proc.is_exe_from_memfd")).isEqualTo("true");
  }

  @Test
  void sessionsAndGroupsAreNamedByTheirLeaders() {
    scene.happens(275, 2, 20, 20);
    assertThat(scene.shows("proc.sid")).isEqualTo("20");
    assertThat(scene.shows("proc.sname")).isEqualTo("bash");
    assertThat(scene.shows("proc.sid.exe")).isEqualTo("/bin/bash");
    assertThat(scene.shows("proc.sid.exepath")).isEqualTo("/usr/bin/bash");
    assertThat(scene.shows("proc.is_sid_leader")).isEqualTo("true");
    assertThat(scene.shows("proc.vpgid")).isEqualTo("20");
    assertThat(scene.shows("proc.vpgid.name")).isEqualTo("bash");
    assertThat(scene.shows("proc.pgid.name")).isEqualTo("bash");
    assertThat(scene.shows("proc.is_vpgid_leader")).isEqualTo("true");
    assertThat(scene.shows("proc.is_pgid_leader")).isEqualTo("true");
    scene.happens(295, 3, 30, 0, 0, 10);
    assertThat(scene.shows("proc.pgid")).isEqualTo("10");
    assertThat(scene.shows("proc.vpgid.exe")).isEqualTo("/bin/sshd");
    assertThat(scene.shows("proc.pgid.exepath")).isEqualTo("/usr/bin/sshd");
    assertThat(scene.shows("proc.is_pgid_leader")).isEqualTo("false");
  }
}
