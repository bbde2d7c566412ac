// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The compiled kernel programs that lie in the jar, that of system calls built in two ways, each
 * with the checksum that its build wrote beside it: a jar that was cut or edited is refused before
 * the kernel sees it.
 */
enum ProgramImage {

  /** Follows pointers of the kernel by plain loads, which kernels let it do since 6.2. */
  FOLLOWING("eyrie_syscall.casts.x86_64.bpf.o"),

  /** Reads through them by calls of a helper, which every kernel has. */
  HELPED("eyrie_syscall.x86_64.bpf.o"),

  /** Tells once what there is at the beginning; another program, for all kernels that can. */
  TABLES("eyrie_tables.x86_64.bpf.o");

  private final String file;

  ProgramImage(String file) {
    this.file = file;
  }

  /** Those that a kernel may take, the best first. */
  static List<ProgramImage> of(Requirements requirements) {
    return requirements.since(6, 2) ? List.of(FOLLOWING, HELPED) : List.of(HELPED);
  }

  byte[] read() throws PluginException {
    byte[] image = resource(file);
    String wanted = new String(resource(file + ".sha256"), StandardCharsets.US_ASCII);
    verify(image, wanted.strip().split(" ", 2)[0]);
    return image;
  }

  static void verify(byte[] image, String wantedSha256) throws PluginException {
    String found = sha256(image);
    if (!found.equals(wantedSha256)) {
      throw PluginException.user(
          "syscall.checksum",
          "the kernel program in the plugin's jar is damaged: SHA-256 is "
              + found
              + ", not "
              + wantedSha256
              + ". Install the jar of syscall-ebpf again.");
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] resource(String name) throws PluginException {
    try (InputStream in = ProgramImage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw PluginException.user(
            "syscall.checksum",
            "the plugin's jar has no " + name + ". Install the jar of syscall-ebpf again.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw PluginException.resources(
          "syscall.jar", "can't read " + name + " from the plugin's jar: " + e.getMessage(), e);
    }
  }
}
