// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.ListWord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves lists of lists to their words, to any depth, each list once. A list that is met within
 * itself is taken as a plain word.
 */
final class ListTable {
  private static final int MOST_WORDS = 500_000;
  private static final int DEEPEST = 200;

  private final Map<String, ListDefinition> lists;
  private final Diagnostics diagnostics;
  private final Map<String, List<Literal>> resolved = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  ListTable(Map<String, ListDefinition> lists, Diagnostics diagnostics) {
    this.lists = lists;
    this.diagnostics = diagnostics;
    lists.keySet().forEach(this::resolve);
  }

  boolean has(String name) {
    return lists.containsKey(name);
  }

  /** The words of a list that a condition names, each once; null if there is no such list. */
  @Nullable List<Literal> use(String name) {
    if (!lists.containsKey(name)) {
      return null;
    }
    used.add(name);
    return resolve(name);
  }

  /** The words of all lists by name. */
  Map<String, List<Literal>> words() {
    return resolved;
  }

  /** The names of the lists that something names. */
  Set<String> used() {
    return used;
  }

  void warnUnused() {
    lists.forEach((name, list) -> {
      if (!used.contains(name)) {
        diagnostics
            .at(list.trail())
            .report(
                Code.LOAD_UNUSED_LIST,
                list.name().span(),
                "list '" + name + "' is not used by any condition or list",
                "remove it, or use it as in 'field in (" + name + ")'");
      }
    });
  }

  private List<Literal> resolve(String name) {
    List<Literal> known = resolved.get(name);
    if (known != null) {
      return known;
    }
    ListDefinition list = lists.get(name);
    if (list == null) {
      return List.of();
    }
    if (open.size() >= DEEPEST) {
      diagnostics
          .at(list.trail())
          .report(
              Code.LOAD_ERR_VALIDATE,
              list.name().span(),
              "lists are nested deeper than " + DEEPEST + " levels",
              "name the words themselves, or define the inner lists first");
      return List.of();
    }
    open.add(name);
    Map<String, Literal> words = new LinkedHashMap<>();
    for (Text item : list.items()) {
      if (lists.containsKey(item.value()) && !open.contains(item.value())) {
        used.add(item.value());
        addAll(words, resolve(item.value()));
      } else {
        Literal word = ListWord.parse(item, diagnostics.at(list.trail()));
        if (word != null) {
          addAll(words, List.of(word));
        }
      }
      if (words.size() > MOST_WORDS) {
        diagnostics
            .at(list.trail())
            .report(
                Code.LOAD_ERR_VALIDATE,
                list.name().span(),
                "list '" + name + "' has more than " + MOST_WORDS + " words",
                "split it");
        words.clear();
        break;
      }
    }
    open.remove(name);
    List<Literal> result = List.copyOf(words.values());
    resolved.put(name, result);
    return result;
  }

  private static void addAll(Map<String, Literal> words, Collection<Literal> more) {
    for (Literal word : more) {
      words.putIfAbsent(word.text(), word);
    }
  }
}
