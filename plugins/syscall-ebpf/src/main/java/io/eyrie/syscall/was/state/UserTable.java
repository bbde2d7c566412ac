// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The names of users, from {@code /etc/passwd}: read when first asked, and again when the file has
 * changed, which is looked at once a second. A file that can't be read leaves what was known. One
 * thread.
 */
public final class UserTable {

  private static final byte[] UNKNOWN = "<NA>".getBytes(StandardCharsets.US_ASCII);
  private static final long CHECK_NANOS = 1_000_000_000L;
  private static final int MAX_USERS = 100_000;

  private final Path file;
  private final LongSupplier nanoTime;
  private IntTable<byte[]> names = new IntTable<>();
  private @Nullable FileTime read;
  private long checked;
  private boolean ever;

  /** Reads from this file. */
  public UserTable(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
  }

  /** The name of a user, {@code <NA>} when there is none; not to be written to. */
  public byte[] name(long uid) {
    long now = nanoTime.getAsLong();
    if (!ever || now - checked >= CHECK_NANOS) {
      ever = true;
      checked = now;
      refresh();
    }
    byte[] name = names.get((int) uid);
    return name == null ? UNKNOWN : name;
  }

  private void refresh() {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(read)) {
        names = parse();
        read = changed;
      }
    } catch (IOException e) {
      // A file that is being replaced: the names that were known stay.
      return;
    }
  }

  private IntTable<byte[]> parse() throws IOException {
    IntTable<byte[]> parsed = new IntTable<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine();
          line != null && parsed.size() < MAX_USERS;
          line = lines.readLine()) {
        String[] fields = line.split(":", 4);
        if (fields.length < 4 || fields[0].isEmpty()) {
          continue;
        }
        try {
          int uid = Integer.parseUnsignedInt(fields[2]);
          if (parsed.get(uid) == null) {
            parsed.put(uid, fields[0].getBytes(StandardCharsets.ISO_8859_1));
          }
        } catch (NumberFormatException e) {
          // A comment or a line of NIS names nobody.
        }
      }
    }
    return parsed;
  }
}
