// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

  @TempDir Path folder;

  /** Holds a lock until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      HomeLock lock = HomeLock.take(Path.of(args[0]));
      System.out.println("held");
      int end = System.in.read();
      lock.close();
      System.exit(end < 0 ? 0 : 1);
    }
  }

  @Test
  void a_home_is_held_by_one_host_at_a_time_and_free_again_after() throws Exception {
    Path home = folder.resolve("a/b");
    try (HomeLock held = HomeLock.take(home)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(HomeException.class)
          .hasMessageContaining("home " + home + " is in use by another eyrie");
    }
    HomeLock.take(home).close();
  }

  @Test
  void a_second_process_is_told_who_has_it_and_a_killed_one_gives_it_back() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> HomeLock.take(folder))
          .isInstanceOf(HomeException.class)
          .hasMessage(
              "home %s is in use by another eyrie (process %d): stop that one, or name another home with 'home:' in eyrie.yaml",
              folder, holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    HomeLock.take(folder).close();
  }

  @Test
  void a_home_that_can_not_be_written_is_named_with_the_reason_and_a_remedy() throws Exception {
    assertThatThrownBy(() -> HomeLock.take(Path.of("/proc/eyrie-home")))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("home /proc/eyrie-home can't be written")
        .hasMessageContaining("'home:' in eyrie.yaml");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> HomeLock.take(file))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("home " + file + " is not a folder");
  }
}
