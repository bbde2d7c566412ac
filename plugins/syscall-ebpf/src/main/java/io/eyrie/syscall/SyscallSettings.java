// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static io.eyrie.api.config.ConfigSchema.Type.BOOLEAN;
import static io.eyrie.api.config.ConfigSchema.Type.DURATION;
import static io.eyrie.api.config.ConfigSchema.Type.INTEGER;
import static io.eyrie.api.config.ConfigSchema.Type.SIZE;
import static io.eyrie.api.config.ConfigSchema.Type.TEXT;
import static io.eyrie.api.config.ConfigSchema.Type.TEXT_LIST;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.container.ContainerSettings;
import io.eyrie.syscall.kernel.Privileges;
import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.state.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The configuration of an instance, checked.
 *
 * @param ringBytes the size of the ring
 * @param maxProcesses how many processes are kept at most
 * @param maxDescriptors how many descriptors of all processes are kept at most
 * @param hostRoot where the host's file system is mounted
 * @param capabilities what becomes of capabilities once the program is loaded
 * @param watchSelf whether Eyrie's own system calls are events too
 * @param baseCalls which calls are watched beside those of the rules
 * @param containers which container engines are asked
 * @param resolveHostNames whether names of hosts that rules compare with are looked up
 * @param hostNameRefresh after which pause they are looked up again
 */
record SyscallSettings(
    long ringBytes,
    int maxProcesses,
    int maxDescriptors,
    Path hostRoot,
    Privileges.After capabilities,
    boolean watchSelf,
    BaseCalls baseCalls,
    ContainerSettings containers,
    boolean resolveHostNames,
    Duration hostNameRefresh) {

  static final ConfigSchema SCHEMA =
      ContainerSettings.describe(
              ConfigSchema.builder()
                  .optional(
                      "ring_size",
                      SIZE,
                      "8MiB",
                      "Size of the ring between kernel and Eyrie, a power of two; larger rides out longer"
                          + " bursts. Another of a quarter of it is kept for the life of processes.")
                  .optional(
                      "max_processes",
                      INTEGER,
                      "65536",
                      "How many processes are kept in memory at most.")
                  .optional(
                      "max_descriptors",
                      INTEGER,
                      "1000000",
                      "How many open descriptors of all processes are kept in memory at most.")
                  .optional(
                      "host_root",
                      TEXT,
                      "/",
                      "Where the host's file system is mounted, such as /host when Eyrie runs in a"
                          + " container.")
                  .optional(
                      "capabilities",
                      TEXT,
                      "lower",
                      "What becomes of Eyrie's capabilities, on all its threads, once the kernel program is"
                          + " loaded. lower: those to load it are put by for its next load, those that"
                          + " Eyrie never needs are given up; drop: those to load it are given up too, and"
                          + " the source can't start again before Eyrie does; keep: all stay in use.")
                  .optional(
                      "watch_self",
                      BOOLEAN,
                      "false",
                      "Whether Eyrie's own system calls are events too; a rule that matches what an alert"
                          + " makes Eyrie do then never comes to rest.")
                  .optional(
                      "base_syscalls_custom_set",
                      TEXT_LIST,
                      "",
                      "System calls that are watched beside those of the rules, in place of those that keep"
                          + " Eyrie's state right; !name is never watched.")
                  .optional(
                      "base_syscalls_repair",
                      BOOLEAN,
                      "false",
                      "Whether those that keep the state right are watched although"
                          + " base_syscalls_custom_set names others.")
                  .optional(
                      "host_names.resolve",
                      BOOLEAN,
                      "true",
                      "Whether the addresses of the names that rules compare fd.sip.name and its like"
                          + " with are looked up; without it these fields are absent.")
                  .optional(
                      "host_names.refresh",
                      DURATION,
                      "1m",
                      "The pause after which they are looked up again."))
          .build();

  private static final int LEAST = 16;
  private static final int MOST = 100_000_000;
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
  private static final Duration LONGEST_REFRESH = Duration.ofDays(1);

  static SyscallSettings of(Config config) throws PluginException {
    return new SyscallSettings(
        config.size("ring_size"),
        bounded(config, "max_processes"),
        bounded(config, "max_descriptors"),
        Path.of(config.text("host_root")),
        capabilities(config.text("capabilities")),
        config.bool("watch_self"),
        BaseCalls.of(config.texts("base_syscalls_custom_set"), config.bool("base_syscalls_repair")),
        ContainerSettings.of(config, Path.of(config.text("host_root"))),
        config.bool("host_names.resolve"),
        refresh(config));
  }

  private static Duration refresh(Config config) throws PluginException {
    Duration refresh = config.duration("host_names.refresh");
    if (refresh.compareTo(SHORTEST_REFRESH) < 0 || refresh.compareTo(LONGEST_REFRESH) > 0) {
      throw PluginException.user(
          "config.invalid",
          "host_names.refresh is " + refresh.toMillis() + "ms; it must lie between 1s and 1d.");
    }
    return refresh;
  }

  /** Where names of hosts are looked up. */
  HostLookup hostLookup() {
    return resolveHostNames ? HostLookup.SYSTEM : HostLookup.NOWHERE;
  }

  private static Privileges.After capabilities(String text) throws PluginException {
    for (Privileges.After after : Privileges.After.values()) {
      if (after.name().toLowerCase(Locale.ROOT).equals(text)) {
        return after;
      }
    }
    throw PluginException.user(
        "config.invalid", "capabilities is " + text + "; it must be lower, drop or keep.");
  }

  private static int bounded(Config config, String key) throws PluginException {
    long value = config.integer(key);
    if (value < LEAST || value > MOST) {
      throw PluginException.user(
          "config.invalid",
          key + " is " + value + "; it must lie between " + LEAST + " and " + MOST + ".");
    }
    return (int) value;
  }

  Limits limits() {
    return new Limits(maxProcesses, maxDescriptors, containers.maxContainers());
  }

  Path proc() {
    return hostRoot.resolve("proc");
  }

  Path passwd() {
    return hostRoot.resolve("etc/passwd");
  }

  Path group() {
    return hostRoot.resolve("etc/group");
  }

  /**
   * The process that is not watched, the own one as the host's kernel knows it, also from within a
   * container; 0, which makes no system calls, when all are.
   */
  long ignoredPid() {
    if (watchSelf) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readSymbolicLink(proc().resolve("self")).toString());
    } catch (IOException | NumberFormatException e) {
      return ProcessHandle.current().pid();
    }
  }
}
