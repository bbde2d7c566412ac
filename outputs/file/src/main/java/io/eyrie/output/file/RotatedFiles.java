// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What the file was moved to when it was rotated: {@code alerts-20260131T120000.000Z.json}, packed
 * {@code ….json.gz}. Their names sort by their times.
 */
final class RotatedFiles {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String PACKED = ".gz";
  private static final String PART = ".part";

  private final FileSettings settings;
  private final String stem;
  private final String ending;
  private final Pattern name;

  RotatedFiles(FileSettings settings) {
    this.settings = settings;
    String file = String.valueOf(settings.path().getFileName());
    int dot = file.lastIndexOf('.');
    this.stem = dot < 1 ? file : file.substring(0, dot);
    this.ending = dot < 1 ? "" : file.substring(dot);
    this.name =
        Pattern.compile(
            Pattern.quote(stem)
                + "-\\d{8}T\\d{6}\\.\\d{3}Z(-\\d+)?"
                + Pattern.quote(ending)
                + "(\\.gz|\\.gz\\.part)?");
  }

  /** Moves the file to a name of its own. */
  void rotate(Instant now) throws IOException {
    String stamped = stem + "-" + STAMP.format(now);
    Path to = settings.path().resolveSibling(stamped + ending);
    for (int n = 1; Files.exists(to) || Files.exists(packed(to)); n++) {
      to = settings.path().resolveSibling(stamped + "-" + n + ending);
    }
    Files.move(settings.path(), to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Packs what is not packed yet, also what a crash has left so, and deletes the oldest. */
  void tidy() throws IOException {
    for (Path path : all()) {
      String file = path.toString();
      if (settings.compress() && !file.endsWith(PACKED) && !file.endsWith(PART)) {
        pack(path);
      }
    }
    for (Path path : all()) {
      if (path.toString().endsWith(PART)) {
        Files.delete(path);
      }
    }
    List<Path> kept = all();
    if (settings.maxFiles() > 0) {
      for (Path file : kept.subList(0, Math.max(0, kept.size() - settings.maxFiles()))) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(settings.path().getParent())) {
      return files
          .filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    }
  }

  private static Path packed(Path file) {
    return file.resolveSibling(file.getFileName() + PACKED);
  }

  private void pack(Path file) throws IOException {
    Path whole = packed(file);
    Path part = whole.resolveSibling(whole.getFileName() + PART);
    // What a crash has left of the last attempt.
    Files.deleteIfExists(part);
    try (InputStream in = Files.newInputStream(file);
        FileChannel channel =
            FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(settings.permissions()));
        OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel), 64 << 10)) {
      in.transferTo(out);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(file);
  }
}
