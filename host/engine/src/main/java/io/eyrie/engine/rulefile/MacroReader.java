// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.MacroItem;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code macro} items. */
final class MacroReader {
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("macro", "condition", "append", "override"));
  private static final Set<String> CHANGEABLE = Set.of("condition");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]+[a-zA-Z0-9_]*");

  private final OverrideReader overrides;

  MacroReader(YamlKeys keys) {
    this.overrides = new OverrideReader(keys, CHANGEABLE, CHANGEABLE);
  }

  @Nullable Item read(YamlKeys.Mapping map) {
    Trail content = map.trail();
    map.trail(content.in(ItemType.MACRO, "", map.span()));
    Text name = map.text("macro", true);
    if (name != null) {
      map.trail(content.in(ItemType.MACRO, name.value(), map.span()));
    }
    map.warnUnknown(KEYS);
    OverrideReader.Change change = overrides.read(map);
    Text condition = map.text("condition", true);
    if (name == null || condition == null) {
      return null;
    }
    if (!NAME.matcher(name.value()).matches()) {
      map.diagnostics()
          .report(
              Code.LOAD_INVALID_MACRO_NAME,
              name.span(),
              "'" + name.value() + "' can't be used in a condition",
              "a macro's name begins with a letter and goes on with letters, digits and '_'");
    }
    return new MacroItem(name, condition, change.append(), change.override(), map.trail());
  }
}
