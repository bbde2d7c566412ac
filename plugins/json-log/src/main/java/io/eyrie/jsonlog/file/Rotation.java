// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.api.source.EventSink;
import io.eyrie.jsonlog.record.Head;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens what is to be read next for a path: its file, or first one that had the path since the last
 * look.
 *
 * <p>When a path leads to another file than before, the one from before is looked for in its folder
 * by its key, and, since it may be compressed or a copy by now, by how it begins. What is left of
 * it is read, then the files that rotation named after the path, that were written since, and that
 * are unknown; each is a generation of the path, as is the file that has the path now. The cursor
 * moves from one to the next, so that the same is found after a restart in the middle.
 */
final class Rotation {

  private final Opener opener;
  private final Predicate<String> asked;

  /** The generation of each path whose rest was opened when there already was a next file. */
  private final Map<String, Integer> left = new HashMap<>();

  private final Set<String> unreadable = new HashSet<>();

  /**
   * Opens files through that opener.
   *
   * @param asked whether a path is read on its own
   */
  Rotation(Opener opener, Predicate<String> asked) {
    this.opener = opener;
    this.asked = asked;
  }

  /**
   * Opens what comes next for the path of a file; to be asked again for the same file when what was
   * opened is another one. Empty when nothing is there to be read, or names change right now.
   *
   * @throws IOException if the file can't be read
   */
  Optional<OpenInput> open(InputFile file, FileCursor cursor, EventSink sink) throws IOException {
    if (cursor.isOf(file)) {
      Optional<OpenInput> same = opener.open(file, cursor);
      if (same.isPresent() || !file.isThere()) {
        return same;
      }
    }
    List<InputFile> others = others(file);
    InputFile former = former(others, file, cursor);
    if (former == null) {
      // Saved anew, or copied to here from elsewhere, and longer now.
      Optional<OpenInput> same =
          cursor.mark().headLength() > 0 ? opener.open(file, cursor) : Optional.empty();
      if (same.isPresent()) {
        return same;
      }
    }
    List<InputFile> between = between(others, file, cursor, former);
    boolean more = file.size() > 0 || !between.isEmpty();
    if (more && !settled(others, file)) {
      return Optional.empty();
    }
    if (former != null && !cursor.upToDate(former) && !wasLeft(file, cursor)) {
      Optional<OpenInput> rest = tryOpen(former, cursor, sink);
      if (rest.isPresent()) {
        if (more) {
          left.put(file.partition(), cursor.generation());
        }
        return rest;
      }
      if (isElsewhere(former)) {
        return Optional.empty();
      }
      former = null;
    }
    if (former == null && more && !cursor.finished()) {
      sink.malformed(
          "rotated_away",
          file.path().toString(),
          "the file was replaced before all of it was read, and is not in its folder any more");
    }
    for (InputFile next : between) {
      Optional<OpenInput> opened = tryOpen(next, cursor.next(next), sink);
      if (opened.isPresent() || isElsewhere(next)) {
        return opened;
      }
    }
    return file.size() > 0 ? opener.open(file, cursor.next(file)) : Optional.empty();
  }

  private boolean wasLeft(InputFile file, FileCursor cursor) {
    return left.getOrDefault(file.partition(), -1) == cursor.generation();
  }

  private Optional<OpenInput> tryOpen(InputFile file, FileCursor cursor, EventSink sink) {
    try {
      return opener.open(file, cursor);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      unreadable.add(file.key());
      sink.malformed("unreadable_input", file.path().toString(), InputFiles.reason(e));
      return Optional.empty();
    }
  }

  /** Whether a file has been given another name since it was found: the next look finds it. */
  private static boolean isElsewhere(InputFile file) {
    try {
      return !file.isThere();
    } catch (IOException _) {
      return true;
    }
  }

  /** Whether no name has changed while they were being listed, so that none was missed. */
  private boolean settled(List<InputFile> others, InputFile file) {
    return places(others, file).equals(places(others(file), file)) && !isElsewhere(file);
  }

  private static List<String> places(List<InputFile> others, InputFile file) {
    return named(others, file).stream().map(other -> other.path() + " " + other.key()).toList();
  }

  /** The files of the folder that nobody asked for. */
  private List<InputFile> others(InputFile file) {
    List<InputFile> others = new ArrayList<>();
    Path folder = file.path().toAbsolutePath().getParent();
    if (folder == null) {
      return others;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (!asked.test(InputFile.partition(entry))) {
          other(entry, file)
              .filter(other -> !unreadable.contains(other.key()))
              .ifPresent(others::add);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // What can't be listed can't be found; a former file that is missed is told.
    }
    return others;
  }

  private static Optional<InputFile> other(Path entry, InputFile present) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      return attributes.isRegularFile()
              && attributes.size() > 0
              && !InputFile.key(attributes).equals(present.key())
          ? Optional.of(InputFile.former(entry, present, attributes))
          : Optional.empty();
    } catch (IOException _) {
      // Removed since the folder was listed.
      return Optional.empty();
    }
  }

  /** The file that was read under this path before, whatever its name is now. */
  private static @Nullable InputFile former(
      List<InputFile> others, InputFile file, FileCursor cursor) {
    for (InputFile other : others) {
      if (cursor.isOf(other)
          && !other.key().equals(InputFile.NO_KEY)
          && (cursor.mark().headLength() == 0 || begins(other, cursor))) {
        return other;
      }
    }
    return named(others, file).stream()
        .filter(other -> begins(other, cursor))
        .findFirst()
        .orElse(null);
  }

  private static boolean begins(InputFile other, FileCursor cursor) {
    Head head = other.head();
    return head != null && cursor.begins(head);
  }

  /** The unknown files that had the path since the former one, the oldest first. */
  private static List<InputFile> between(
      List<InputFile> others, InputFile file, FileCursor cursor, @Nullable InputFile former) {
    RotatedName formerName = former == null ? null : name(former, file);
    return named(others, file).stream()
        .filter(other -> !other.equals(former))
        .filter(other ->
            other.modified() >= cursor.modified()
                || formerName != null && younger(name(other, file), formerName))
        .filter(other -> {
          Head head = other.head();
          return head == null || head.length() > 0 && !cursor.knows(head);
        })
        .toList();
  }

  private static @Nullable RotatedName name(InputFile other, InputFile file) {
    return RotatedName.of(other.path(), file.path()).orElse(null);
  }

  private static boolean younger(@Nullable RotatedName name, RotatedName than) {
    return name != null && name.youngerThan(than);
  }

  /** Those whose names rotation has made of the file's, the oldest first. */
  private static List<InputFile> named(List<InputFile> others, InputFile file) {
    List<RotatedName.Candidate> named = new ArrayList<>();
    for (InputFile other : others) {
      RotatedName.of(other.path(), file.path())
          .filter(_ -> !inTheMaking(other, file))
          .ifPresent(name -> named.add(new RotatedName.Candidate(other, name)));
    }
    named.sort(RotatedName.oldestFirst(named));
    return named.stream().map(RotatedName.Candidate::file).toList();
  }

  /** Whether a compressor is still at work: it removes what it has read when it is done. */
  private static boolean inTheMaking(InputFile other, InputFile present) {
    return RotatedName.uncompressed(other.path())
        .filter(plain -> !InputFile.partition(plain).equals(present.partition()))
        .filter(Files::exists)
        .isPresent();
  }

  /** Opens a file where a cursor points to. */
  @FunctionalInterface
  interface Opener {

    /**
     * Empty when the file holds something else than the cursor is about, or has another name now.
     *
     * @throws IOException if it can't be read
     */
    Optional<OpenInput> open(InputFile file, FileCursor cursor) throws IOException;
  }
}
