// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of all engines that are asked. Safe for several threads. */
final class EngineSockets {

  private static final int MOST = 256;

  private final ContainerSettings settings;
  private final Map<String, EngineSocket> known = new ConcurrentHashMap<>();

  EngineSockets(ContainerSettings settings) {
    this.settings = settings;
  }

  /** Those of a kind that exist now. */
  List<EngineSocket> present(EngineKind kind) {
    List<EngineSocket> present = new ArrayList<>();
    for (String configured : settings.sockets().getOrDefault(kind, List.of())) {
      for (Path path : expanded(settings.hostRoot().resolve(configured.substring(1)))) {
        if (Files.exists(path) && known.size() < MOST) {
          present.add(known.computeIfAbsent(kind.key() + path, _ -> new EngineSocket(kind, path)));
        }
      }
    }
    return present;
  }

  /** How many exist now and have not failed. */
  long reachable() {
    long reachable = 0;
    for (EngineKind kind : EngineKind.values()) {
      reachable += present(kind).stream().filter(socket -> socket.trouble() == null).count();
    }
    return reachable;
  }

  /** What is wrong with those that exist, for the operator; empty when nothing is. */
  String troubles() {
    return String.join(
        "; ",
        known.values().stream()
            .filter(socket -> Files.exists(socket.path()))
            .map(EngineSocket::trouble)
            .filter(Objects::nonNull)
            .sorted()
            .toList());
  }

  /** The paths that one with a part {@code *} stands for. */
  private static List<Path> expanded(Path path) {
    for (int i = 0; i < path.getNameCount(); i++) {
      if (path.getName(i).toString().equals("*")) {
        return below(
            path.getRoot().resolve(path.subpath(0, i)), path.subpath(i + 1, path.getNameCount()));
      }
    }
    return List.of(path);
  }

  private static List<Path> below(Path folder, Path rest) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        paths.add(entry.resolve(rest));
      }
    } catch (IOException _) {
      // A folder that is not there or not ours holds no socket for us.
      return List.of();
    }
    return paths;
  }
}
