// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import static io.eyrie.api.config.ConfigSchema.Type.BOOLEAN;
import static io.eyrie.api.config.ConfigSchema.Type.INTEGER;
import static io.eyrie.api.config.ConfigSchema.Type.TEXT_LIST;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which engines are asked where, checked.
 *
 * @param sockets of each engine that is asked; a part of a path may be {@code *}
 * @param hostRoot where the host's file system is mounted
 * @param labelMaxLength how long the value of a label is at most, characters
 * @param maxContainers how many containers are kept at most
 */
public record ContainerSettings(
    Map<EngineKind, List<String>> sockets, Path hostRoot, int labelMaxLength, int maxContainers) {

  private static final int LARGEST_LABEL = 64 * 1024;
  private static final int LEAST_CONTAINERS = 16;
  private static final int MOST_CONTAINERS = 1_000_000;

  /** Nobody is asked. */
  public static ContainerSettings none() {
    return new ContainerSettings(Map.of(), Path.of("/"), 100, LEAST_CONTAINERS);
  }

  /** Adds the keys of this part of the configuration. */
  public static ConfigSchema.Builder describe(ConfigSchema.Builder schema) {
    schema
        .optional(
            "label_max_len",
            INTEGER,
            "100",
            "How long the values of labels of containers and pods are at most, characters; longer"
                + " ones are cut.")
        .optional(
            "max_containers",
            INTEGER,
            "4096",
            "Of how many containers the metadata is kept in memory at most.");
    for (EngineKind kind : EngineKind.values()) {
      schema
          .optional(
              "engines." + kind.key() + ".enabled",
              BOOLEAN,
              "true",
              "Whether " + kind.title() + " is asked for metadata of containers.")
          .optional(
              "engines." + kind.key() + ".sockets",
              TEXT_LIST,
              "Where "
                  + kind.title()
                  + " listens, as the host names it; when missing, "
                  + String.join(", ", kind.sockets())
                  + ". Sockets that do not exist are passed over.");
    }
    return schema;
  }

  /**
   * Reads them.
   *
   * @param hostRoot where the host's file system is mounted
   */
  public static ContainerSettings of(Config config, Path hostRoot) throws PluginException {
    Map<EngineKind, List<String>> sockets = new EnumMap<>(EngineKind.class);
    for (EngineKind kind : EngineKind.values()) {
      if (config.bool("engines." + kind.key() + ".enabled")) {
        String key = "engines." + kind.key() + ".sockets";
        List<String> paths = config.has(key) ? config.texts(key) : kind.sockets();
        List<String> absolute = new ArrayList<>();
        for (String path : paths) {
          if (!path.startsWith("/")) {
            throw PluginException.user(
                "config.invalid",
                key + ": '" + path + "' is not an absolute path, such as /run/docker.sock.");
          }
          absolute.add(path);
        }
        sockets.put(kind, List.copyOf(absolute));
      }
    }
    return new ContainerSettings(
        sockets,
        hostRoot,
        bounded(config, "label_max_len", 1, LARGEST_LABEL),
        bounded(config, "max_containers", LEAST_CONTAINERS, MOST_CONTAINERS));
  }

  private static int bounded(Config config, String key, int least, int most)
      throws PluginException {
    long value = config.integer(key);
    if (value < least || value > most) {
      throw PluginException.user(
          "config.invalid",
          key + " is " + value + "; it must lie between " + least + " and " + most + ".");
    }
    return (int) value;
  }
}
