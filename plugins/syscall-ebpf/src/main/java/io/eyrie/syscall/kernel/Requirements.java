// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the kernel program needs of the system, checked before anything is tried, because what the
 * kernel itself says to a lack of it is "Operation not permitted".
 *
 * @param system the kernel's name, {@code Linux}
 * @param machine the JVM's name of the processor, {@code amd64}
 * @param release the kernel's release, such as {@code 6.18.44-amd64}
 * @param btf whether {@code /sys/kernel/btf/vmlinux} can be read
 * @param effective the mask of effective capabilities
 * @param lockdown the content of {@code /sys/kernel/security/lockdown}; empty when there is none
 */
record Requirements(
    String system, String machine, String release, boolean btf, long effective, String lockdown) {

  private static final int MAJOR = 5;
  private static final int MINOR = 11;
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
  private static final List<Capability> NEEDED = List.of(Capability.BPF, Capability.PERFMON);

  /** Where the capabilities come from, for services, containers and the command line. */
  static final String HOW_TO_GIVE =
      "Run Eyrie as root, or give it these capabilities: systemd AmbientCapabilities=CAP_BPF"
          + " CAP_PERFMON CAP_DAC_READ_SEARCH CAP_SYS_PTRACE; Docker --cap-add BPF --cap-add PERFMON"
          + " --cap-add DAC_READ_SEARCH --cap-add SYS_PTRACE --pid host.";

  static Requirements ofThisSystem() {
    return new Requirements(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        System.getProperty("os.version", ""),
        Files.isReadable(BTF),
        effectiveCapabilities(read("/proc/self/status")),
        read("/sys/kernel/security/lockdown").strip());
  }

  static long effectiveCapabilities(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .findFirst()
        .orElse(0L);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      return "";
    }
  }

  /** Fails with the first lack that makes it impossible, named with its remedy. */
  void check() throws PluginException {
    if (!system.equals("Linux") || !machine.equals("amd64")) {
      throw PluginException.user(
          "syscall.platform",
          "system calls can be watched on Linux on x86-64 only, this is "
              + system
              + " on "
              + machine
              + ". Take the source syscall out of the configuration on this machine.");
    }
    if (!since(MAJOR, MINOR)) {
      throw PluginException.user(
          "syscall.kernel",
          "the kernel is "
              + release
              + "; the kernel program needs 5.11 or newer (ring buffer and task storage for"
              + " tracing). Boot a newer kernel.");
    }
    if (!btf) {
      throw PluginException.user(
          "syscall.btf",
          "the kernel has no type information: "
              + BTF
              + " is missing or unreadable. Boot a kernel built with CONFIG_DEBUG_INFO_BTF=y (all"
              + " current distributions' are), and in a container mount /sys/kernel/btf.");
    }
    List<Capability> missing = NEEDED.stream().filter(c -> !c.in(effective)).toList();
    if (!missing.isEmpty()) {
      throw PluginException.user(
          "syscall.capability",
          "missing "
              + missing.stream()
                  .map(c -> c.text() + " (" + c.purpose() + ")")
                  .collect(Collectors.joining(" and "))
              + ". "
              + HOW_TO_GIVE);
    }
    if (lockdown.contains("[confidentiality]")) {
      throw PluginException.user(
          "syscall.lockdown",
          "the kernel is locked down (confidentiality), which forbids programs that read kernel"
              + " memory. Boot with lockdown=integrity or without.");
    }
  }

  /** What can be done without, but makes the state poorer; one sentence each. */
  List<String> weaknesses() {
    return Arrays.stream(Capability.values())
        .filter(c -> !NEEDED.contains(c) && !c.in(effective))
        .map(c ->
            "without "
                + c.text()
                + " ("
                + c.purpose()
                + ") processes that ran before Eyrie"
                + " are known in part only")
        .toList();
  }

  /** Whether the kernel is of this release or a newer one; also when its name says nothing. */
  boolean since(int major, int minor) {
    Matcher matcher = RELEASE.matcher(release);
    if (!matcher.matches()) {
      return true;
    }
    int itsMajor = Integer.parseInt(matcher.group(1));
    return itsMajor > major || itsMajor == major && Integer.parseInt(matcher.group(2)) >= minor;
  }
}
