// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.capture.Facts;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers whose roots are folders, under a made-up {@code /proc}. */
@Timeout(60)
class ContainerAccountsTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;
  private Path proc = Path.of("");
  private final AtomicLong clock = new AtomicLong(SECOND);
  private final DescriptorPool pool = new DescriptorPool(64);
  private final ThreadTable threads = new ThreadTable(pool, 64);
  private final Seeding seeding = new Seeding(threads, new Interfaces());
  private @Nullable ContainerAccounts made;

  @BeforeEach
  void aHost() throws Exception {
    proc = Files.createDirectories(folder.resolve("proc"));
    Files.createDirectories(folder.resolve("host/etc"));
    Files.createDirectories(proc.resolve("1"));
    Files.createSymbolicLink(proc.resolve("1/root"), folder.resolve("host"));
  }

  @AfterEach
  void end() {
    if (made != null) {
      made.close();
    }
  }

  private ContainerAccounts accounts() {
    return accounts(8, 1 << 24);
  }

  private ContainerAccounts accounts(int containers, long bytes) {
    ContainerAccounts accounts =
        new ContainerAccounts(threads, new AccountReader(proc), clock::get, containers, bytes);
    made = accounts;
    return accounts;
  }

  /** A process of a container, known to the state and in {@code /proc}. */
  private ThreadEntry runs(long pid, long parent, String container, Path root) throws Exception {
    Path process = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.deleteIfExists(process.resolve("root"));
    Files.createSymbolicLink(process.resolve("root"), root);
    Files.writeString(process.resolve("cgroup"), "0::/docker/" + id(container) + "\n");
    return known(pid, parent, container);
  }

  private ThreadEntry known(long pid, long parent, String container) {
    ThreadEntry thread = seeding.thread(Facts.contained(pid, parent, "sh", id(container)));
    seeding.join(thread);
    return thread;
  }

  private static String id(String container) {
    return container.repeat(64);
  }

  private Path root(String name, String passwd, String group) throws Exception {
    Path etc = Files.createDirectories(folder.resolve(name).resolve("etc"));
    Files.writeString(etc.resolve("passwd"), passwd);
    Files.writeString(etc.resolve("group"), group);
    return folder.resolve(name);
  }

  private Path root(String name) throws Exception {
    return root(name, name + ":x:7:7::/home/" + name + ":/bin/sh\n", "of-" + name + ":x:7:\n");
  }

  /** The user 7 and the group 7 of where the thread is. */
  private static String names(ContainerAccounts accounts, ThreadEntry thread) {
    AccountTables tables = accounts.of(thread);
    if (tables == null) {
      return "the host's";
    }
    UserFacts user = tables.user(7);
    GroupFacts group = tables.group(7);
    return (user == null ? "none" : new String(user.name(), UTF_8))
        + " "
        + (group == null ? "none" : new String(group.name(), UTF_8));
  }

  @Test
  void eachContainerNamesItsOwn() throws Exception {
    ThreadEntry one = runs(40, 1, "a", root("anna"));
    ThreadEntry other = runs(50, 1, "b", root("bert"));
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, one)).isEqualTo("anna of-anna");
    assertThat(names(accounts, other)).isEqualTo("bert of-bert");
    assertThat(accounts.unread()).isZero();
  }

  @Test
  void aContainerIsReadOnceForAllItsProcesses() throws Exception {
    ThreadEntry first = runs(40, 1, "a", root("anna"));
    ThreadEntry second = runs(41, 40, "a", root("other"));
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, first)).isEqualTo("anna of-anna");
    assertThat(names(accounts, second)).isEqualTo("anna of-anna");
  }

  @Test
  void itIsReadThroughTheProcessThatBeganIt() throws Exception {
    runs(40, 1, "a", root("anna"));
    runs(41, 40, "a", root("between"));
    ThreadEntry late = runs(42, 41, "a", root("made-itself-another-root"));
    assertThat(names(accounts(), late)).isEqualTo("anna of-anna");
  }

  @Test
  void itIsReadThroughAnotherProcessWhenThatOneIsGone() throws Exception {
    known(40, 1, "a");
    ThreadEntry child = runs(41, 40, "a", root("anna"));
    assertThat(names(accounts(), child)).isEqualTo("anna of-anna");
  }

  @Test
  void whenAllAreGoneNobodyIsNamed() throws Exception {
    ThreadEntry gone = known(40, 1, "a");
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, gone)).isEqualTo("none none");
    assertThat(accounts.unread()).isOne();
    ThreadEntry next = runs(41, 1, "a", root("anna"));
    assertThat(names(accounts, next)).isEqualTo("anna of-anna");
    assertThat(names(accounts, gone)).isEqualTo("anna of-anna");
  }

  @Test
  void anIdThatAnotherContainerHasNowTellsNothing() throws Exception {
    ThreadEntry gone = known(40, 1, "a");
    runs(40, 1, "b", root("bert"));
    assertThat(names(accounts(), gone)).isEqualTo("none none");
  }

  @Test
  void aContainerWithTheHostsRootHasTheHostsNamesUntilItHasItsOwn() throws Exception {
    ThreadEntry starting = runs(40, 1, "a", folder.resolve("host"));
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, starting)).isEqualTo("the host's");
    ThreadEntry started = runs(40, 1, "a", root("anna"));
    assertThat(names(accounts, started)).isEqualTo("anna of-anna");
  }

  @Test
  void aChangeIsSeenWithinASecondAndIsReadAside() throws Exception {
    Path root = root("anna");
    ThreadEntry thread = runs(40, 1, "a", root);
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, thread)).isEqualTo("anna of-anna");
    root("anna", "renamed:x:7:7::/:/bin/sh\n", "team:x:7:\n");
    assertThat(names(accounts, thread)).isEqualTo("anna of-anna");
    String now = "";
    while (!now.equals("renamed team")) {
      clock.addAndGet(SECOND);
      now = names(accounts, thread);
    }
    Files.delete(proc.resolve("40/root"));
    clock.addAndGet(SECOND);
    assertThat(names(accounts, thread)).isEqualTo("renamed team");
  }

  @Test
  void whoMakesAReaderWaitGoesWithoutNamesAndTheOthersHaveTheirs() throws Exception {
    ThreadEntry holding = runs(40, 1, "a", root("anna"));
    Path fifo = proc.resolve("40/cgroup");
    Files.delete(fifo);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    ThreadEntry other = runs(50, 1, "b", root("bert"));
    ContainerAccounts accounts = accounts();
    assertThat(names(accounts, holding)).isEqualTo("none none");
    assertThat(accounts.unread()).isOne();
    comeToBe(accounts, other, "bert of-bert");
    assertThat(names(accounts, holding)).isEqualTo("none none");
    Files.writeString(fifo, "0::/docker/" + id("a") + "\n");
    comeToBe(accounts, holding, "anna of-anna");
  }

  /** Nobody waits in the accounts any more, so the test does. */
  private static void comeToBe(ContainerAccounts accounts, ThreadEntry thread, String names) {
    while (!names(accounts, thread).equals(names)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theLongestUnusedContainerIsForgotten() throws Exception {
    ThreadEntry a = runs(40, 1, "a", root("anna"));
    ThreadEntry b = runs(50, 1, "b", root("bert"));
    ThreadEntry c = runs(60, 1, "c", root("carl"));
    ContainerAccounts accounts = accounts(2, 1 << 24);
    names(accounts, a);
    names(accounts, b);
    names(accounts, a);
    names(accounts, c);
    assertThat(accounts.size()).isEqualTo(2);
    assertThat(accounts.evicted()).isOne();
    assertThat(names(accounts, b)).isEqualTo("bert of-bert");
  }

  @Test
  void theMemoryOfAllTogetherIsBounded() throws Exception {
    ThreadEntry a = runs(40, 1, "a", root("anna"));
    ThreadEntry b = runs(50, 1, "b", root("bert"));
    ContainerAccounts accounts = accounts(8, 400);
    assertThat(names(accounts, a)).isEqualTo("anna of-anna");
    assertThat(names(accounts, b)).isEqualTo("bert of-bert");
    assertThat(accounts.size()).isOne();
    assertThat(accounts.evicted()).isOne();
  }

  @Test
  void hostileFilesGiveWhatIsSoundInThem() throws Exception {
    ByteArrayOutputStream passwd = new ByteArrayOutputStream();
    passwd.writeBytes(
        "no user\n::::::\n:x:7:7:::\nx:x:-7:7:::\nx:x:99999999999:7:::\n".getBytes(UTF_8));
    passwd.writeBytes("\u00ff\u00fe\0hidden:x:7:7::/h\0:/s\n".getBytes(ISO_8859_1));
    passwd.writeBytes("second:x:7:7::/:/s\n".getBytes(UTF_8));
    for (int i = 0; i < 100_000; i++) {
      passwd.writeBytes(("u" + i + ":x:" + (1000 + i) + ":1:::\n").getBytes(UTF_8));
    }
    Path root = root("hostile");
    Files.write(root.resolve("etc/passwd"), passwd.toByteArray());
    Files.delete(root.resolve("etc/group"));
    Files.createSymbolicLink(root.resolve("etc/group"), folder.resolve("host/etc/group"));
    Files.writeString(folder.resolve("host/etc/group"), "secret:x:7:\n");

    AccountTables tables = Objects.requireNonNull(accounts().of(runs(40, 1, "a", root)));
    UserFacts user = Objects.requireNonNull(tables.user(7));
    assertThat(user.name()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(new String(user.home(), UTF_8)).isEqualTo("/h");
    assertThat(tables.group(7)).isNull();
    assertThat(tables.size()).isEqualTo(AccountReader.MOST);
  }
}
