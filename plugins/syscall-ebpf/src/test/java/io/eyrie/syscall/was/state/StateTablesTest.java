// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small tables and texts that the state is made of. */
final class StateTablesTest {

  @TempDir Path folder;

  @Test
  void pathsAreJoinedByTheirText() {
    assertThat(join("", "/foo/../a")).isEqualTo("/a");
    assertThat(join("", "foo/../a")).isEqualTo("a");
    assertThat(join("/foo/", "..//a")).isEqualTo("/a");
    assertThat(join("/a/b/", "../c/")).isEqualTo("/a/c");
    assertThat(join("/foo/", "a./b")).isEqualTo("/foo/a./b");
    assertThat(join("/foo/", "../../..")).isEqualTo("/");
    assertThat(join("/x/", "./y/.")).isEqualTo("/x/y");
    assertThat(join("/x/", "...")).isEqualTo("/x/...");
    assertThat(join("/x/", "..y")).isEqualTo("/x/..y");
    assertThat(join("<UNKNOWN>", "a/b")).isEqualTo("<UNKNOWN>a/b");
    assertThat(join("/x/", "/")).isEqualTo("/");
    assertThat(join("/x/", "")).isEmpty();
  }

  @Test
  void componentsFromTheLeafUpBecomeAPath() {
    assertThat(components("busybox\0bin\0")).isEqualTo("/bin/busybox");
    assertThat(components("")).isEqualTo("/");
    assertThat(components("deep\0...\0")).isEqualTo("/.../deep");
  }

  @Test
  void argumentsAfterTheFirstAreJoinedByBlanks() {
    assertThat(arguments("ls\0-l\0/tmp\0")).isEqualTo(" -l /tmp");
    assertThat(arguments("ls\0")).isEmpty();
    assertThat(arguments("ls\0\0x\0")).isEqualTo("  x");
    assertThat(arguments("ls\0cut he")).isEqualTo(" cut he");
    assertThat(arguments("")).isEmpty();
    assertThat(arguments("one")).isEmpty();
  }

  @Test
  void containersAreFoundInTheNamesOfTheirCgroup() {
    String id = "0123456789abcdef".repeat(4);
    for (String leaf :
        new String[] {
          id,
          "docker-" + id + ".scope",
          "cri-containerd-" + id + ".scope",
          "crio-" + id + ".scope",
          "libpod-" + id + ".scope",
          "kubepods-burstable-pod1.slice:cri-containerd:" + id
        }) {
      assertThat(container(leaf, "system.slice")).as(leaf).isEqualTo("0123456789ab");
    }
    assertThat(container("init.scope", "docker-" + id + ".scope")).isEqualTo("0123456789ab");
    assertThat(container("user.slice", "session-1.scope")).isEqualTo("host");
    assertThat(container("crio-conmon-" + id + ".scope")).isEqualTo("host");
    assertThat(container(id.substring(1))).isEqualTo("host");
    assertThat(container(id + "0")).isEqualTo("host");
    assertThat(
            text(
                ProcFiles.containerId(
                    ("4:memory:/\n0::/docker/" + id + "\n").getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("0123456789ab");
    assertThat(text(ProcFiles.containerId("0::/init.scope\n".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("host");
  }

  @Test
  void theTableOfNumbersAgreesWithAMap() {
    Random random = new Random(5);
    IntTable<String> table = new IntTable<>();
    Map<Integer, String> map = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      int key = random.nextInt(500) * (random.nextBoolean() ? 1 : 1 << 20);
      if (random.nextInt(3) == 0) {
        assertThat(table.remove(key)).isEqualTo(map.remove(key));
      } else {
        assertThat(table.put(key, "v" + i)).isEqualTo(map.put(key, "v" + i));
      }
      if (table.size() != map.size()) {
        assertThat(table.size()).isEqualTo(map.size());
      }
    }
    map.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    assertThat(table.copy().size()).isEqualTo(map.size());
  }

  @Test
  void copiesShareWhatTheyAreOpenOnAndForksTheirTable() {
    DescriptorPool pool = new DescriptorPool(100);
    DescriptorTable parent = new DescriptorTable(pool);
    open(parent, 3, "/a", false);
    open(parent, 4, "/b", true);
    parent.duplicate(3, 5, false);
    DescriptorTable child = parent.fork();
    child.close(3);
    parent.close(5);
    assertThat(name(parent, 3)).isEqualTo("/a");
    assertThat(name(child, 3)).isNull();
    assertThat(name(child, 5)).isEqualTo("/a");
    assertThat(name(parent, 5)).isNull();

    child.exec();
    assertThat(name(child, 4)).isNull();
    assertThat(name(parent, 4)).isEqualTo("/b");

    child.leave();
    parent.leave();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void rangesAreClosedOrMarked() {
    DescriptorPool pool = new DescriptorPool(1000);
    DescriptorTable table = new DescriptorTable(pool);
    for (int fd = 0; fd < 300; fd++) {
      open(table, fd, "/f" + fd, false);
    }
    table.closeRange(10, 200);
    table.markRange(250, 0xffff_ffffL);
    assertThat(table.size()).isEqualTo(109);
    table.exec();
    assertThat(table.size()).isEqualTo(59);
    assertThat(name(table, 9)).isEqualTo("/f9");
    assertThat(name(table, 249)).isEqualTo("/f249");
    assertThat(name(table, 250)).isNull();
    assertThat(pool.inUse()).isEqualTo(59);
  }

  @Test
  void tooManyDescriptorsAreRefusedAndCounted() {
    DescriptorPool pool = new DescriptorPool(2);
    DescriptorTable table = new DescriptorTable(pool);
    open(table, 1, "/a", false);
    open(table, 2, "/b", false);
    assertThat(table.open(3, DescriptorKind.FILE, false)).isNull();
    assertThat(pool.refused()).isEqualTo(1);
    table.close(1);
    open(table, 3, "/c", false);
    assertThat(name(table, 3)).isEqualTo("/c");
  }

  @Test
  void usersAreReadAgainWhenTheirFileChanges() throws Exception {
    Path passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/:/bin/sh\n# note\n");
    AtomicLong now = new AtomicLong();
    UserTable users = new UserTable(passwd, now::get);
    assertThat(text(users.name(0))).isEqualTo("root");
    assertThat(text(users.name(1000))).isEqualTo("<NA>");

    Files.writeString(passwd, "root:x:0:0::/:\nann:x:1000:1::/:\nbob:x:1000:1::/:\nnis:x:q:1::\n");
    Files.setLastModifiedTime(passwd, FileTime.fromMillis(5_000));
    assertThat(text(users.name(1000))).isEqualTo("<NA>");
    now.addAndGet(1_000_000_000L);
    assertThat(text(users.name(1000))).isEqualTo("ann");

    Files.delete(passwd);
    now.addAndGet(1_000_000_000L);
    assertThat(text(users.name(1000))).isEqualTo("ann");
  }

  private static void open(DescriptorTable table, int fd, String name, boolean closeOnExec) {
    Descriptor descriptor = table.open(fd, DescriptorKind.FILE, closeOnExec);
    assertThat(descriptor).isNotNull();
    if (descriptor != null) {
      descriptor.name().append(name.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static @Nullable String name(DescriptorTable table, int fd) {
    Descriptor descriptor = table.get(fd);
    return descriptor == null ? null : descriptor.name().toString();
  }

  private static String join(String base, String path) {
    Text into = new Text();
    byte[] bytes = ("##" + path + "##").getBytes(StandardCharsets.UTF_8);
    PathJoin.join(Text.of(base), bytes, 2, bytes.length - 4, into);
    return into.toString();
  }

  private static String components(String names) {
    Text into = new Text();
    byte[] bytes = names.getBytes(StandardCharsets.UTF_8);
    Components.path(bytes, 0, bytes.length, into);
    return into.toString();
  }

  private static String arguments(String block) {
    byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
    return text(ProcessImage.arguments(bytes, 0, bytes.length, new Text()));
  }

  private static String container(String... names) {
    byte[] bytes =
        (String.join("\0", Arrays.asList(names)) + "\0").getBytes(StandardCharsets.UTF_8);
    return text(ContainerId.ofComponents(bytes, 0, bytes.length));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
