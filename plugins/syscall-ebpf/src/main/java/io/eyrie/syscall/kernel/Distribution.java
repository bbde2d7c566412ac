// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The family of Linux distributions that this system belongs to, to name the exact install line.
 *
 * @param family the words of {@code ID} and {@code ID_LIKE} of {@code os-release(5)}
 */
record Distribution(List<String> family) {

  private static final List<Path> FILES =
      List.of(Path.of("/etc/os-release"), Path.of("/usr/lib/os-release"));

  static Distribution ofThisSystem() {
    for (Path file : FILES) {
      try {
        return parse(Files.readAllLines(file));
      } catch (IOException e) {
        // The next file, or none: then all install lines are named.
      }
    }
    return new Distribution(List.of());
  }

  static Distribution parse(List<String> lines) {
    return new Distribution(
        lines.stream()
            .filter(line -> line.startsWith("ID=") || line.startsWith("ID_LIKE="))
            .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", "").replace("'", ""))
            .flatMap(words -> List.of(words.toLowerCase(Locale.ROOT).split(" ")).stream())
            .toList());
  }

  String libbpfMessage(String library, String reason) {
    String install = installLine();
    return library
        + ", which loads the kernel program, can't be loaded: "
        + reason.lines().findFirst().orElse("no reason given").strip()
        + ". Install libbpf 1.0 or newer: "
        + (install == null
            ? "apt-get install libbpf1 (Debian 12, Ubuntu 24.04), dnf install libbpf (Fedora, RHEL),"
                + " zypper install libbpf1 (SUSE), pacman -S libbpf (Arch), apk add libbpf (Alpine)"
            : install)
        + ".";
  }

  private @Nullable String installLine() {
    for (String word : family) {
      switch (word) {
        case "debian", "ubuntu" -> {
          return "apt-get install libbpf1";
        }
        case "fedora", "rhel", "centos" -> {
          return "dnf install libbpf";
        }
        case "suse", "opensuse", "sles" -> {
          return "zypper install libbpf1";
        }
        case "arch" -> {
          return "pacman -S libbpf";
        }
        case "alpine" -> {
          return "apk add libbpf";
        }
        default -> {}
      }
    }
    return null;
  }
}
