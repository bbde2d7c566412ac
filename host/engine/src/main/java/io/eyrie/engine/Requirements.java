// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.rulefile.Item;
import io.eyrie.engine.rulefile.Item.EngineVersion;
import io.eyrie.engine.rulefile.Item.PluginVersions;
import io.eyrie.engine.rulefile.Item.Requirement;
import io.eyrie.engine.rulefile.RuleFile;
import io.eyrie.engine.rulefile.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what rule files require against what there is. */
final class Requirements {
  /** The version of Falco's engine whose rule language this engine speaks. */
  static final Version LANGUAGE = new Version(0, 62, 0);

  private final Map<String, Version> provided = new HashMap<>();
  private final Diagnostics diagnostics;

  private Requirements(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static void check(
      List<RuleFile> files, Collection<SourceFields> sources, Diagnostics diagnostics) {
    Requirements requirements = new Requirements(diagnostics);
    for (SourceFields source : sources) {
      source
          .declaration()
          .provides()
          .forEach((name, version) ->
              Version.parse(version)
                  .ifPresent(parsed ->
                      requirements.provided.merge(
                          name, parsed, (a, b) -> a.compareTo(b) >= 0 ? a : b)));
    }
    for (RuleFile file : files) {
      for (Item item : file.items()) {
        switch (item) {
          case EngineVersion version -> requirements.check(version);
          case PluginVersions plugins -> plugins.requirements().forEach(requirements::check);
          case Item.ListItem _, Item.MacroItem _, Item.RuleItem _ -> {}
        }
      }
    }
  }

  private void check(EngineVersion wanted) {
    if (!LANGUAGE.satisfies(wanted.version())) {
      diagnostics
          .at(wanted.trail())
          .report(
              Code.LOAD_ERR_VALIDATE,
              wanted.text().span(),
              "the rules want engine version " + wanted.version() + ", this is " + LANGUAGE,
              "use rules made for this version, or a newer Eyrie");
    }
  }

  private void check(Requirement requirement) {
    List<Requirement> choices = new ArrayList<>();
    choices.add(requirement);
    choices.addAll(requirement.alternatives());
    List<String> tooOld = new ArrayList<>();
    for (Requirement choice : choices) {
      Version there = provided.get(choice.name().value());
      Optional<Version> wanted = Version.parse(choice.version().value().strip());
      if (there == null || wanted.isEmpty()) {
        continue;
      }
      if (there.satisfies(wanted.get())) {
        return;
      }
      tooOld.add("'" + choice.name().value() + "' " + there + ", wanted " + wanted.get());
    }
    if (tooOld.isEmpty()) {
      diagnostics
          .at(requirement.trail())
          .report(
              Code.LOAD_UNKNOWN_SOURCE,
              requirement.name().span(),
              "no loaded plugin provides '"
                  + requirement.name().value()
                  + "', which these rules require",
              "put its jar into the plugins folder; until then only rules of sources that are there are judged");
    } else {
      diagnostics
          .at(requirement.trail())
          .report(
              Code.LOAD_ERR_VALIDATE,
              requirement.name().span(),
              "what the plugins provide does not fit these rules: " + String.join("; ", tooOld),
              "update the plugin, or use rules made for its version");
    }
  }
}
