// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of rules without those that name fields which are not declared; the file that was left.
 *
 * @param file the rules that load
 * @param left the names of the others
 */
record KnownRules(Path file, List<String> left) {

  static KnownRules of(Path rules, Path folder) throws IOException {
    List<String> items = new ArrayList<>(List.of(Files.readString(rules).split("(?m)^(?=- )")));
    List<String> left = new ArrayList<>();
    Path file = folder.resolve(rules.getFileName().toString());
    while (true) {
      Files.writeString(file, String.join("", items));
      LoadResult loaded = new RuleCompiler(List.of(Judged.declaration())).load(List.of(file));
      if (loaded.errors().isEmpty()) {
        return new KnownRules(file, left);
      }
      remove(items, loaded.errors().getFirst(), left);
    }
  }

  private static void remove(List<String> items, Diagnostic error, List<String> left) {
    int line = error.span().line();
    int first = 1;
    for (int i = 0; i < items.size(); i++) {
      int lines = (int) items.get(i).lines().count();
      if (line < first + lines) {
        String head = items.get(i).lines().findFirst().orElse("");
        if (!head.startsWith("- rule: ")) {
          throw new AssertionError(error.summary());
        }
        left.add(head.substring("- rule: ".length()).strip());
        items.remove(i);
        return;
      }
      first += lines;
    }
    throw new AssertionError(error.summary());
  }
}
