// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the file itself, and looks whether files that it names can be read. */
final class ConfigFile {

  private static final int LARGEST = 1 << 20;

  private ConfigFile() {}

  /** The text, or null when there is none and the reason was reported. */
  static @Nullable SourceText text(Path file, Problems problems) {
    Problem[] found = new Problem[1];
    readable(file, problem -> found[0] = problem);
    if (found[0] == null && Files.isDirectory(file)) {
      found[0] =
          Problem.of(
              file.toString(),
              ConfigCode.CONFIG_FILE_UNREADABLE,
              "this is a folder, not a file",
              "name the file in it, for instance " + file.resolve("eyrie.yaml"));
    }
    if (found[0] != null) {
      problems.add(found[0]);
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        problems.of(
            file.toString(),
            ConfigCode.CONFIG_FILE_UNREADABLE,
            "the file is larger than 1 MiB",
            "check that this is a configuration of Eyrie");
        return null;
      }
      return new SourceText(file.toString(), decode(bytes));
    } catch (CharacterCodingException _) {
      problems.of(
          file.toString(),
          ConfigCode.CONFIG_FILE_UNREADABLE,
          "the file is not in UTF-8",
          "check that this is a configuration of Eyrie, and save it as UTF-8");
    } catch (IOException e) {
      problems.of(
          file.toString(),
          ConfigCode.CONFIG_FILE_UNREADABLE,
          "the file can't be read: " + e.getMessage(),
          "check the file and the disk it is on");
    }
    return null;
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Reports when there is no such file or folder, or it can't be read. */
  static void readable(Path path, Consumer<Problem> report) {
    if (!Files.exists(path)) {
      Path folder = path.toAbsolutePath().getParent();
      report.accept(
          Problem.of(
              path.toString(),
              ConfigCode.CONFIG_FILE_MISSING,
              "there is no file or folder " + path,
              folder == null || Files.isDirectory(folder)
                  ? "check the name, or create it"
                  : "there is not even its folder " + folder + "; check the path"));
    } else if (!Files.isReadable(path)) {
      report.accept(
          Problem.of(
              path.toString(),
              ConfigCode.CONFIG_FILE_UNREADABLE,
              path + " can't be read by user " + System.getProperty("user.name"),
              "give the user read access to it"));
    }
  }
}
