// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.jsonlog.record.Head;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far each path has been read, in this run and in those before. */
final class FileCursors {

  private final Positions positions;
  private final Map<String, FileCursor> cursors = new HashMap<>();

  /** Whether all stored positions are in {@code cursors}, not only those of listed paths. */
  private boolean recalled;

  FileCursors(Positions positions) {
    this.positions = positions;
  }

  /** The cursor of the path; at the beginning when nothing of it was ever read. */
  FileCursor of(InputFile file) {
    FileCursor known = known(file.partition());
    return known == null ? FileCursor.of(file) : known;
  }

  private @Nullable FileCursor known(String partition) {
    return cursors.computeIfAbsent(
        partition, path -> positions.cursor(path).flatMap(FileCursor::parse).orElse(null));
  }

  void put(InputFile file, FileCursor cursor) {
    cursors.put(file.partition(), cursor);
  }

  /**
   * Whether an unread file is what a compressor is making of one that is read itself: it is left
   * alone until that one is gone.
   */
  boolean inTheMaking(InputFile file) {
    Path plain = RotatedName.uncompressed(file.path()).orElse(null);
    if (plain == null || known(file.partition()) != null || !Files.exists(plain)) {
      return false;
    }
    FileCursor cursor = cursors.get(InputFile.partition(plain));
    Head head = cursor == null ? null : file.head();
    return cursor != null
        && head != null
        && (cursor.begins(head) || head.length() < cursor.mark().headLength());
  }

  /**
   * Finds the listed files that were read under other paths, and takes what is known of them over.
   *
   * @return what has changed, in the order in which it is to be stored: so that whatever is stored
   *     of it, no file is taken for a new one
   */
  List<Position> renamed(List<InputFile> listed) {
    List<InputFile> strangers =
        listed.stream()
            .filter(file -> {
              FileCursor cursor = known(file.partition());
              return cursor == null || !cursor.isOf(file);
            })
            .toList();
    if (strangers.isEmpty()) {
      return List.of();
    }
    recall();
    Map<String, String> sources = sources(strangers, listed);
    if (sources.isEmpty()) {
      return List.of();
    }
    Map<String, String> targets = new HashMap<>();
    sources.forEach((target, source) -> targets.put(source, target));
    Map<String, FileCursor> after = new HashMap<>();
    for (InputFile file : strangers) {
      FileCursor moving = cursors.get(sources.getOrDefault(file.partition(), ""));
      if (moving != null) {
        after.put(file.partition(), moving.moved(file, known(file.partition())));
      }
    }
    for (String source : targets.keySet()) {
      FileCursor moved = cursors.get(source);
      if (moved != null) {
        after.putIfAbsent(source, moved.vacated());
      }
    }
    cursors.putAll(after);
    Set<String> ordered = new LinkedHashSet<>();
    targets.keySet().forEach(source -> takeOver(source, targets, new ArrayList<>(), ordered));
    List<Position> changed = new ArrayList<>();
    for (String path : ordered) {
      FileCursor cursor = after.get(path);
      if (cursor != null) {
        changed.add(new Position(path, cursor.format()));
      }
    }
    return changed;
  }

  /** Where its file has gone comes before the path itself. */
  private static void takeOver(
      String path, Map<String, String> targets, List<String> above, Set<String> ordered) {
    String target = targets.get(path);
    if (target != null && !above.contains(target)) {
      above.add(path);
      takeOver(target, targets, above, ordered);
    }
    ordered.add(path);
  }

  /** Under which path each stranger was read before, as far as it was. */
  private Map<String, String> sources(List<InputFile> strangers, List<InputFile> listed) {
    Map<String, String> held =
        listed.stream()
            .collect(Collectors.toMap(InputFile::partition, InputFile::key, (first, _) -> first));
    Map<String, String> byKey = new HashMap<>();
    cursors.forEach((path, cursor) -> {
      if (!cursor.key().equals(InputFile.NO_KEY) && !cursor.key().equals(held.get(path))) {
        byKey.put(cursor.key(), path);
      }
    });
    Map<String, String> sources = new HashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    for (InputFile file : strangers) {
      String source = byKey.get(file.key());
      if (source == null) {
        source =
            RotatedName.uncompressed(file.path())
                .map(InputFile::partition)
                .filter(plain -> !held.containsKey(plain))
                .orElse(null);
      }
      FileCursor cursor = source == null ? null : cursors.get(source);
      if (source != null && cursor != null && !taken.contains(source) && same(cursor, file)) {
        taken.add(source);
        sources.put(file.partition(), source);
      }
    }
    return sources;
  }

  /** Whether a file is that of the cursor; keys are given to other files when theirs are gone. */
  private static boolean same(FileCursor cursor, InputFile file) {
    if (cursor.mark().headLength() == 0) {
      return cursor.isOf(file);
    }
    Head head = file.head();
    return head != null && cursor.begins(head);
  }

  private void recall() {
    if (!recalled) {
      recalled = true;
      positions
          .all()
          .forEach(position ->
              FileCursor.parse(position.cursor())
                  .ifPresent(cursor -> cursors.putIfAbsent(position.partition(), cursor)));
    }
  }
}
