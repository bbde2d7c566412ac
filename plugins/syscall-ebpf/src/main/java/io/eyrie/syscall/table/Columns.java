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

/** Reads the rows of a tab-separated table that stands beside this class. */
final class Columns {

  private Columns() {}

  static List<String[]> of(String resource) {
    InputStream stream = Columns.class.getResourceAsStream(resource);
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
