// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the files to read: those named, and in folders, with all folders below, those whose names
 * end as JSON logs do; hidden ones are left out. In the order in which the inputs were given,
 * within a folder in that of the names.
 */
final class InputFiles {

  private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".ndjson", ".log");

  private final List<String> inputs;

  InputFiles(List<String> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /** Looks at the disk now. */
  Listing list() {
    Listing listing = new Listing(new ArrayList<>(), new ArrayList<>());
    Set<String> listed = new HashSet<>();
    for (String input : inputs) {
      Path path = Path.of(input);
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          int before = listing.files().size();
          int problems = listing.problems().size();
          folder(path, new HashSet<>(), listed, listing);
          if (listing.files().size() == before && listing.problems().size() == problems) {
            listing
                .problems()
                .add(
                    new Problem(
                        input,
                        "no file in this folder ends in .json, .jsonl, .ndjson or .log (or these"
                            + " with .gz)"));
          }
        } else {
          add(path, attributes, listed, listing);
        }
      } catch (IOException e) {
        listing.problems().add(new Problem(input, reason(e)));
      }
    }
    return listing;
  }

  private static void folder(Path folder, Set<Object> above, Set<String> listed, Listing listing) {
    List<Path> entries = new ArrayList<>();
    Object key;
    try {
      key = Objects.requireNonNullElse(fileKey(folder), folder.toRealPath());
      if (!above.add(key)) {
        return;
      }
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(entries::add);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      listing.problems().add(new Problem(folder.toString(), reason(e)));
      return;
    }
    entries.sort(null);
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      try {
        BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          folder(entry, above, listed, listing);
        } else if (attributes.isRegularFile() && hasEnding(name)) {
          add(entry, attributes, listed, listing);
        }
      } catch (NoSuchFileException _) {
        // Removed since the folder was listed, or a link to nothing: not there.
      } catch (IOException e) {
        listing.problems().add(new Problem(entry.toString(), reason(e)));
      }
    }
    above.remove(key);
  }

  private static Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static void add(
      Path path, BasicFileAttributes attributes, Set<String> listed, Listing listing) {
    InputFile file = InputFile.asked(path, attributes);
    if (!listed.add(file.partition())) {
      return;
    }
    if (!Files.isReadable(path)) {
      listing
          .problems()
          .add(new Problem(path.toString(), "can't be read: give this user the right to read it"));
      return;
    }
    listing.files().add(file);
  }

  private static boolean hasEnding(String name) {
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return ENDINGS.stream().anyMatch(plain::endsWith);
  }

  /** A failure in the operator's words. */
  static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case java.nio.file.AccessDeniedException _ ->
          "can't be read: give this user the right to read it";
      case FileSystemException file when file.getReason() != null ->
          "can't be read: " + file.getReason();
      default -> "can't be read: " + e.getMessage();
    };
  }

  /**
   * What was found.
   *
   * @param files in the order of reading
   * @param problems with inputs and what stands below them
   */
  record Listing(List<InputFile> files, List<Problem> problems) {}

  /**
   * Why an input or a part of it can't be read.
   *
   * @param place a file or folder
   * @param reason the end of a sentence
   */
  record Problem(String place, String reason) {

    @Override
    public String toString() {
      return place + ": " + reason;
    }
  }
}
