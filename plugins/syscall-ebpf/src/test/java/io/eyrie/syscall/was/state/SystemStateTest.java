// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.event.RecordLayout;
import io.eyrie.syscall.event.Records;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state as records and /proc make it. */
final class SystemStateTest {

  private static final String[] HOST = {"init.scope"};

  @TempDir Path folder;
  private final EventRecord record = new EventRecord();
  private FakeProc proc = new FakeProc(Path.of("/"));
  private SystemState state = state(100);

  @BeforeEach
  void begin() {
    proc = new FakeProc(folder);
    state = state(100);
  }

  @Test
  void itBeginsWithTheProcessesOfProc() throws Exception {
    proc.process(10, "bash", "-bash\0-l\0", "/usr/bin/bash (deleted)", "/home/ann");
    proc.descriptor(10, 0, "/dev/null");
    proc.descriptor(10, 1, "pipe:[77]");
    proc.descriptor(10, 5, "socket:[4711]");
    proc.descriptor(10, 6, "socket:[4712]");
    proc.descriptor(10, 7, "socket:[4713]");
    proc.descriptor(10, 8, "anon_inode:[eventpoll]");
    Files.writeString(
        folder.resolve("10/net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1
           1: 0100007F:1F90 0200007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 4711 1
           2: 0100007F:C002 0300007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 4713 1
        """);

    state.scan();
    state.keepDescriptors(true);

    ProcessEntry bash = known(10);
    assertThat(text(bash.image().name())).isEqualTo("bash");
    assertThat(text(bash.image().commandLine())).isEqualTo("bash -l");
    assertThat(text(bash.image().executable())).isEqualTo("/usr/bin/bash");
    assertThat(bash.directory().path()).hasToString("/home/ann/");
    assertThat(name(bash, 0)).isEqualTo("/dev/null");
    assertThat(kind(bash, 1)).isEqualTo(DescriptorKind.PIPE);
    assertThat(name(bash, 5)).isEqualTo("127.0.0.2:49153->127.0.0.1:8080");
    assertThat(name(bash, 6)).isEqualTo("127.0.0.1:8080");
    assertThat(name(bash, 7)).isEqualTo("127.0.0.1:49154->127.0.0.3:80");
    assertThat(kind(bash, 8)).isEqualTo(DescriptorKind.EPOLL);
  }

  @Test
  void aFileIsKnownWhileItsOpenIsJudgedAndStillWhileItsCloseIs() {
    state.keepDescriptors(true);
    exec(20, "cat");
    ProcessEntry cat = before(Records.path(RecordKind.OPENAT, 20, "cat", -100, 0, "f").result(3));
    assertThat(name(cat, 3)).isEqualTo("/work/f");

    before(Records.arguments(RecordKind.CLOSE, 20, "cat", 3));
    assertThat(name(cat, 3)).isEqualTo("/work/f");
    after(RecordKind.CLOSE, cat);
    assertThat(name(cat, 3)).isNull();
    assertThat(state.descriptors()).isZero();
  }

  @Test
  void aFailedOpenLeavesWhatWasThere() {
    state.keepDescriptors(true);
    ProcessEntry cat = before(Records.path(RecordKind.OPEN, 20, "cat", -100, 0, "/a").result(3));
    before(Records.path(RecordKind.OPEN, 20, "cat", -100, 0, "/b").result(-2));
    assertThat(name(cat, 3)).isEqualTo("/a");
  }

  @Test
  void aChildHasWhatItsParentHadUntilItsExec() {
    state.keepDescriptors(true);
    exec(20, "sh");
    before(Records.path(RecordKind.OPEN, 20, "sh", -100, 02000000, "/secret").result(3));
    before(Records.path(RecordKind.OPEN, 20, "sh", -100, 0, "/kept").result(4));
    before(Records.fork(20, "sh", 21, 0));
    ProcessEntry child = known(21);
    assertThat(name(child, 3)).isEqualTo("/secret");
    assertThat(text(child.image().commandLine())).isEqualTo("sh -c x");

    exec(21, "cat");
    assertThat(text(child.image().name())).isEqualTo("cat");
    assertThat(name(child, 3)).isNull();
    assertThat(name(child, 4)).isEqualTo("/kept");
    assertThat(name(known(20), 3)).isEqualTo("/secret");
  }

  @Test
  void aSharedTableIsOneUntilOneOfThemExecs() {
    state.keepDescriptors(true);
    exec(20, "a");
    before(Records.fork(20, "a", 21, RecordLayout.FLAG_SHARED_FILES | RecordLayout.FLAG_SHARED_FS));
    before(Records.path(RecordKind.OPEN, 21, "a", -100, 0, "/both").result(9));
    assertThat(name(known(20), 9)).isEqualTo("/both");

    exec(21, "b");
    before(Records.arguments(RecordKind.CLOSE, 21, "b", 9));
    after(RecordKind.CLOSE, known(21));
    assertThat(name(known(21), 9)).isNull();
    assertThat(name(known(20), 9)).isEqualTo("/both");
  }

  @Test
  void aProcessIsKnownWhileItsEndIsJudgedAndNotAfter() {
    exec(20, "x");
    ProcessEntry thread = before(Records.arguments(RecordKind.PROCEXIT, 20, "x", 0));
    after(RecordKind.PROCEXIT, thread);
    assertThat(state.processes().known(20)).isNotNull();

    ProcessEntry last =
        before(
            Records.arguments(RecordKind.PROCEXIT, 20, "x", 0).flags(RecordLayout.FLAG_GROUP_DEAD));
    assertThat(text(last.image().name())).isEqualTo("x");
    after(RecordKind.PROCEXIT, last);
    assertThat(state.processes().known(20)).isNull();
  }

  @Test
  void anExecWhoseTellingWasLostIsReadFromProc() throws Exception {
    exec(20, "sh");
    before(Records.path(RecordKind.EXECVE, 20, "sh", -100, 0, "/bin/sh"));
    proc.process(20, "nginx", "nginx\0-g\0", "/usr/sbin/nginx", "/");

    ProcessEntry process = before(Records.path(RecordKind.EXECVE, 20, "nginx", -100, 0, "/x"));

    assertThat(text(process.image().commandLine())).isEqualTo("nginx -g");
  }

  @Test
  void afterALossWhatMayBeWrongIsReadAgain() throws Exception {
    proc.process(20, "old", "old\0", "/old", "/");
    proc.descriptor(20, 3, "/old/file");
    state.scan();
    state.keepDescriptors(true);
    proc.process(20, "new", "new\0", "/new", "/");
    proc.descriptor(20, 3, "/new/file");

    state.distrust(true, true);
    ProcessEntry process = before(Records.arguments(RecordKind.CLOSE, 20, "new", 3));

    assertThat(text(process.image().name())).isEqualTo("new");
    assertThat(name(process, 3)).isEqualTo("/new/file");
  }

  @Test
  void aProcessThatIsGoneIsKnownByItsName() {
    ProcessEntry process = before(Records.arguments(RecordKind.CLOSE, 31, "ghost", 3));
    assertThat(text(process.image().commandLine())).isEqualTo("ghost");
    assertThat(text(process.image().containerId())).isEqualTo("host");
  }

  @Test
  void moreProcessesThanTheBoundAreForgottenAndCounted() {
    state = state(16);
    for (int pid = 1; pid <= 40; pid++) {
      exec(1000 + pid, "p" + pid);
    }
    assertThat(state.processes().size()).isEqualTo(16);
    assertThat(state.processes().evicted()).isEqualTo(24);
  }

  @Test
  void connectionsAreNamedClientFirst() throws Exception {
    state.keepDescriptors(true);
    byte[] here = InetAddress.ofLiteral("10.0.0.1").getAddress();
    byte[] there = InetAddress.ofLiteral("10.0.0.2").getAddress();
    ProcessEntry process =
        before(
            Records.socket(
                RecordKind.CONNECT, 20, 3, 2, here, 40000, there, 443, sockaddr(there, 443)));
    assertThat(name(process, 3)).isEqualTo("10.0.0.1:40000->10.0.0.2:443");

    before(
        Records.socket(RecordKind.ACCEPT, 20, 5, 2, here, 80, there, 5555, new byte[0]).result(5));
    assertThat(name(process, 5)).isEqualTo("10.0.0.2:5555->10.0.0.1:80");

    byte[] path = "\1\0/run/s\0".getBytes(StandardCharsets.UTF_8);
    before(Records.socket(RecordKind.CONNECT, 20, 6, 1, here, 0, there, 0, path));
    assertThat(name(process, 6)).isEqualTo("abc->def /run/s");

    byte[] abstractName = "\1\0\0bus".getBytes(StandardCharsets.UTF_8);
    before(Records.socket(RecordKind.CONNECT, 20, 7, 1, here, 0, there, 0, abstractName));
    assertThat(name(process, 7)).isEqualTo("abc->def @bus");

    before(
        Records.socket(
                RecordKind.CONNECT, 20, 8, 2, new byte[4], 0, new byte[4], 0, sockaddr(there, 9))
            .result(-115));
    assertThat(name(process, 8)).isEqualTo("0.0.0.0:0->10.0.0.2:9");
  }

  private static byte[] sockaddr(byte[] ip, int port) {
    ByteBuffer address = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    address.putShort((short) 2).order(ByteOrder.BIG_ENDIAN).putShort((short) port).put(ip);
    return address.array();
  }

  private SystemState state(int maxProcesses) {
    return new SystemState(proc.root(), proc.root().resolve("passwd"), maxProcesses, 1000);
  }

  private void exec(int pid, String name) {
    before(
        Records.exec(
            pid, name, HOST, new String[] {name, "bin"}, new String[] {"work"}, name, "-c", "x"));
  }

  private ProcessEntry before(Records made) {
    made.into(record);
    RecordKind kind = RecordKind.ofCode(record.kind());
    ProcessEntry process = state.process(record);
    if (kind != null) {
      state.before(kind, record, process);
    }
    return process;
  }

  private void after(RecordKind kind, ProcessEntry process) {
    state.after(kind, record, process);
  }

  private ProcessEntry known(int pid) {
    ProcessEntry entry = state.processes().known(pid);
    if (entry == null) {
      throw new AssertionError("no process " + pid);
    }
    return entry;
  }

  private static @Nullable String name(ProcessEntry process, int fd) {
    Descriptor descriptor = process.descriptors().get(fd);
    return descriptor == null ? null : descriptor.name().toString();
  }

  private static @Nullable DescriptorKind kind(ProcessEntry process, int fd) {
    Descriptor descriptor = process.descriptors().get(fd);
    return descriptor == null ? null : descriptor.kind();
  }

  private static String text(byte[] bytes) {
    return new String(Arrays.copyOf(bytes, bytes.length), StandardCharsets.UTF_8);
  }
}
