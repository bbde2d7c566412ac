// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.ListItem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code list} items. */
final class ListReader {
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("list", "items", "append", "override"));
  private static final Set<String> CHANGEABLE = Set.of("items");
  private static final Pattern NAME = Pattern.compile("[^()\"'\\s=,]+");

  private final OverrideReader overrides;

  ListReader(YamlKeys keys) {
    this.overrides = new OverrideReader(keys, CHANGEABLE, CHANGEABLE);
  }

  @Nullable Item read(YamlKeys.Mapping map) {
    Trail content = map.trail();
    map.trail(content.in(ItemType.LIST, "", map.span()));
    Text name = map.text("list", true);
    if (name != null) {
      map.trail(content.in(ItemType.LIST, name.value(), map.span()));
    }
    map.warnUnknown(KEYS);
    OverrideReader.Change change = overrides.read(map);
    List<Text> items = map.texts("items", true);
    if (name == null || items == null) {
      return null;
    }
    if (!NAME.matcher(name.value()).matches()) {
      map.diagnostics()
          .report(
              Code.LOAD_INVALID_LIST_NAME,
              name.span(),
              "'" + name.value() + "' can't be used in a condition",
              "a list's name can't contain blanks, quotes, '(', ')', '=' or ','");
    }
    return new ListItem(name, items, change.append(), change.override(), map.trail());
  }
}
