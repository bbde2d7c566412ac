// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a tab-separated table that stands beside a class. */
public final class Columns {

  private Columns() {}

  static List<String[]> of(String resource) {
    return of(Columns.class, resource);
  }

  /** The rows of a table beside a class; lines that begin with {@code #} are left out. */
  public static List<String[]> of(Class<?> beside, String resource) {
    InputStream stream = beside.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("the plugin lacks its table " + resource);
    }
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(line.split("\t", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
