// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Opens the output for one file. */
final class FileProvider implements OutputProvider {

  private static final String PATH = "path";
  private static final String MODE = "mode";
  private static final String MAX_SIZE = "max_size";
  private static final String EVERY = "rotate_every";
  private static final String MAX_FILES = "max_files";
  private static final String COMPRESS = "compress";
  private static final String SYNC = "sync";

  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
  private static final long SMALLEST = 4096;

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(PATH, ConfigSchema.Type.TEXT, "The file; its folder must be there.")
            .optional(
                MODE, ConfigSchema.Type.TEXT, "0600", "Permissions of files that are made, octal.")
            .optional(
                MAX_SIZE,
                ConfigSchema.Type.SIZE,
                "100MiB",
                "The file is rotated before it grows larger; at least 4KiB, 0 for no bound.")
            .optional(
                EVERY,
                ConfigSchema.Type.DURATION,
                "0s",
                "The file is rotated at each multiple of this time (UTC), such as 1h or 1d; at"
                    + " least 1m, 0s for never.")
            .optional(
                MAX_FILES,
                ConfigSchema.Type.INTEGER,
                "10",
                "How many rotated files are kept; 0 for all.")
            .optional(
                COMPRESS,
                ConfigSchema.Type.BOOLEAN,
                "true",
                "Whether rotated files are packed (gzip).")
            .optional(
                SYNC,
                ConfigSchema.Type.BOOLEAN,
                "true",
                "Whether a batch counts as delivered only when it is on the disk.");
    AlertLine.declare(keys, "json");
    return keys.build();
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String description() {
    return "Writes each alert as a line of a file that is rotated by size and time.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    return FileOutput.open(
        settings(config), AlertLine.of(config, context.instance()), Clock.systemUTC(), context);
  }

  private static FileSettings settings(Config config) throws PluginException {
    Path path;
    try {
      path = Path.of(config.text(PATH)).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw invalid(PATH, "is no path (" + e.getReason() + ")");
    }
    if (path.getFileName() == null || path.getParent() == null) {
      throw invalid(PATH, "names no file");
    }
    long size = config.size(MAX_SIZE);
    if (size != 0 && size < SMALLEST) {
      throw invalid(MAX_SIZE, size + " is below 4KiB");
    }
    long every = config.duration(EVERY).toMillis();
    if (every != 0 && every < 60_000) {
      throw invalid(EVERY, "is below 1m");
    }
    long files = config.integer(MAX_FILES);
    if (files < 0 || files > Integer.MAX_VALUE) {
      throw invalid(MAX_FILES, "'" + files + "' is no number of files");
    }
    return new FileSettings(
        path,
        permissions(config.text(MODE)),
        size,
        every,
        Math.toIntExact(files),
        config.bool(COMPRESS),
        config.bool(SYNC));
  }

  private static Set<PosixFilePermission> permissions(String octal) throws PluginException {
    if (!OCTAL.matcher(octal).matches()) {
      throw invalid(MODE, "'" + octal + "' is not octal, such as 0640");
    }
    int bits = Integer.parseInt(octal, 8);
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((bits & 1 << (all.length - 1 - i)) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  private static PluginException invalid(String key, String problem) {
    return PluginException.user("config.invalid", key + ": " + problem);
  }
}
