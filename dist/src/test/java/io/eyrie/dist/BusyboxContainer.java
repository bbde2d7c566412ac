// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real container of runc, whose root is an overlay with busybox below: what is written in it is
 * in the upper layer, as in every container of an image.
 */
final class BusyboxContainer {

  /** The id of the one that {@link #run(String)} starts. */
  static final String ID = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

  private final Path folder;

  private BusyboxContainer(Path folder) {
    this.folder = folder;
  }

  /** Makes one; skips the test where that can't be done. */
  static BusyboxContainer in(Path parent) throws IOException, InterruptedException {
    Path runc = Needs.program("runc");
    Path busybox = Needs.program("busybox");
    Path folder = Files.createDirectory(parent.resolve("container"));
    BusyboxContainer container = new BusyboxContainer(folder);
    Path lower = Files.createDirectories(folder.resolve("lower"));
    Path bin = Files.createDirectories(lower.resolve("bin"));
    for (String name : List.of("tmp", "proc", "dev", "sys", "etc")) {
      Files.createDirectory(lower.resolve(name));
    }
    Files.copy(busybox.toRealPath(), bin.resolve("busybox"));
    for (String applet :
        List.of(
            "sh", "cp", "echo", "base64", "arping", "wget", "mount", "nsenter", "true", "cat",
            "chmod", "ip", "nc", "unshare", "sleep")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    for (String name : List.of("upper", "work", "rootfs")) {
      Files.createDirectory(folder.resolve(name));
    }
    container.call(runc.toString(), "spec");
    return container;
  }

  /** Runs a script of busybox's shell in it to the end; answers what it said. */
  String run(String script) throws IOException, InterruptedException {
    return run(ID, script);
  }

  /** The same under another id, of 64 hexadecimal digits. */
  String run(String id, String script) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("lower/script.sh"), script);
    Path spec = folder.resolve("config.json");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replace("\"readonly\": true", "\"readonly\": false")
            .replace("\"CAP_KILL\"", "\"CAP_KILL\", \"CAP_NET_RAW\", \"CAP_NET_ADMIN\"")
            .replaceFirst("\"sh\"", "\"/bin/sh\", \"/script.sh\""));
    // In a namespace of its own, so that nothing stays mounted when the test is ended.
    return call(
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work rootfs"
            + " && runc --root state run "
            + id);
  }

  private String call(String... command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    List<String> words = new ArrayList<>(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + words);
    }
    return Files.readString(said);
  }
}
