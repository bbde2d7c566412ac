// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the followed files open that were written last, so that what was written to one after the
 * last look can still be read when it is deleted or moved away.
 *
 * <p>A file that has lost its name is kept for a while, since its writer may not know of it yet,
 * and let go then: a file that is open takes room on the disk, deleted or not. Compressed files are
 * not kept, nobody appends to them. For one thread.
 */
final class KeptFiles implements AutoCloseable {

  /** Of a folder with more files than that, the others were written to longer ago. */
  static final int MOST = 64;

  /** How many listings a file without a name is kept. */
  static final int PATIENCE_LISTINGS = 10;

  private final Map<String, Kept> byKey = new HashMap<>();

  KeptFiles() {}

  private static final class Kept {

    private final FileChannel channel;
    private InputFile file;
    private int missed;

    Kept(FileChannel channel, InputFile file) {
      this.channel = channel;
      this.file = file;
    }
  }

  /** Takes a listing, and gives the files that had a name in an earlier one and have none now. */
  List<InputFile> nameless(List<InputFile> listed) {
    Map<String, InputFile> present = new HashMap<>();
    Set<String> paths = new HashSet<>();
    for (InputFile file : listed) {
      present.putIfAbsent(file.key(), file);
      paths.add(file.partition());
    }
    Map<String, InputFile> wanted = lastWritten(present);
    List<InputFile> nameless = new ArrayList<>();
    byKey
        .entrySet()
        .removeIf(entry -> {
          Kept kept = entry.getValue();
          InputFile now = present.get(entry.getKey());
          if (now != null) {
            kept.file = now;
            kept.missed = 0;
            return !wanted.containsKey(entry.getKey()) && letGo(kept);
          }
          if (++kept.missed > PATIENCE_LISTINGS) {
            return letGo(kept);
          }
          boolean replaced = paths.contains(kept.file.partition());
          nameless.add(InputFile.nameless(kept.file, kept.channel, !replaced));
          return false;
        });
    wanted.values().forEach(this::keep);
    return nameless;
  }

  private static Map<String, InputFile> lastWritten(Map<String, InputFile> present) {
    Stream<InputFile> plain =
        present.values().stream()
            .filter(file -> !file.key().equals(InputFile.NO_KEY))
            .filter(file -> !file.path().toString().endsWith(".gz"));
    if (present.size() > MOST) {
      plain = plain.sorted(Comparator.comparingLong(InputFile::modified).reversed()).limit(MOST);
    }
    Map<String, InputFile> wanted = new HashMap<>();
    plain.forEach(file -> wanted.put(file.key(), file));
    return wanted;
  }

  private void keep(InputFile file) {
    if (byKey.containsKey(file.key())) {
      return;
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file.path(), StandardOpenOption.READ);
      if (file.isThere()) {
        byKey.put(file.key(), new Kept(channel, file));
        channel = null;
      }
    } catch (IOException _) {
      // Gone already, or unreadable, which reading it tells of.
    } finally {
      close(channel);
    }
  }

  /** Lets a file go that nothing is to be read of any more. */
  void drop(InputFile file) {
    Kept kept = byKey.remove(file.key());
    if (kept != null) {
      close(kept.channel);
    }
  }

  private static boolean letGo(Kept kept) {
    close(kept.channel);
    return true;
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException _) {
        // It was only read.
      }
    }
  }

  @Override
  public void close() {
    byKey.values().forEach(kept -> close(kept.channel));
    byKey.clear();
  }
}
